import { z } from "zod";

/**
 * A route to the model servers of a gateway that avoids the router under test: `direct` without any router, `fcfs` through a
 * second router of the same make that serves first come, first served.
 */
export const routeSchema = z.enum(["direct", "fcfs"]);

export type Route = z.output<typeof routeSchema>;

export const ROUTES: readonly Route[] = routeSchema.options;
