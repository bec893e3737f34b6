/** The request header that carries the workload context. Names are case-insensitive on the wire. */
export const WORKLOAD_CONTEXT_HEADER = "x-workload-context";

/** Criticality 1 (lowest) to 5 (highest). */
export type Criticality = 1 | 2 | 3 | 4 | 5;

export const MIN_CRITICALITY: Criticality = 1;
export const MAX_CRITICALITY: Criticality = 5;

/** What a router uses for a request without a readable header. */
export const DEFAULT_CRITICALITY: Criticality = 3;

/** Who sends a request, and how much it matters. */
export interface WorkloadContext {
  readonly workloadId: string;
  readonly criticality: Criticality;
}

/** Begins the id that a router makes up for a request without a readable one: it, and a UUID. */
export const MADE_UP_WORKLOAD = "auto-";

/**
 * What a router makes of one header value.
 *
 * `workloadId` is `null` where the router makes up an id of its own (`auto-` and a UUID, new for each request).
 * `source` says why: `header` as written, `clamped` criticality moved into 1..5, `missing` no header or an empty one,
 * `invalid` the whole header dropped, id included.
 */
export interface WorkloadContextReading {
  readonly workloadId: string | null;
  readonly criticality: Criticality;
  readonly source: "header" | "clamped" | "missing" | "invalid";
}
