import { z } from "zod";
import { RESERVED_HEADERS } from "./header-names.ts";

/**
 * A request's deadline for its first token, in whole ms since the router has received it, for routers that order by deadlines.
 *
 * @see https://github.com/llm-d/llm-d-router, pkg/epp/framework/plugins/flowcontrol/ordering/slodeadline/slo_deadline.go
 */
export const SLO_TTFT_HEADER = "x-llm-d-slo-ttft-ms";

/**
 * Headers beside the workload context, by their lower-case names: what a router orders by that is not about workloads, such as
 * a deadline.
 */
export const requestHeadersSchema = z.record(
  z
    .string()
    .regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, "the lower-case name of a header")
    .refine((name) => !RESERVED_HEADERS.has(name), "a header that the client does not set itself"),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, "a value in latin-1 without line breaks"),
);
