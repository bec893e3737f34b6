import { WaRoutingError } from "@wa-routing/protocol";
import type { EnvironmentParts } from "../process/environment-parts.ts";
import { until } from "../until.ts";

const READY_MS = 30_000;

/**
 * Waits for an environment that is starting, and no longer than all of its processes run.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`: what was awaited and what was seen instead, or which process ended and why.
 */
export async function untilReady(
  parts: Pick<EnvironmentParts, "failure">,
  what: string,
  look: () => Promise<true | string>,
): Promise<void> {
  await until({ what, code: "ENVIRONMENT_NOT_STARTED", deadlineMs: READY_MS, everyMs: 20 }, async () => {
    const failure = parts.failure();
    if (failure === null) return await look();
    throw new WaRoutingError(failure, {
      code: "ENVIRONMENT_NOT_STARTED",
      expected: `it to run until ${what}`,
      value: failure,
    });
  });
}
