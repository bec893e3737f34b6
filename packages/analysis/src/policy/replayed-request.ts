/** A request as an ordering rule sees it. Times are on one clock, in ms. */
export interface ReplayedRequest {
  /** Requests of one workload share it; headerless ones have one each. */
  readonly workload: string;
  readonly criticality: number;
  /** When it entered the queue. */
  readonly enqueuedMs: number;
  /** When the router had its headers; absent: when it entered the queue. */
  readonly receivedMs?: number;
  /** Time to the first token that it asks for; absent: none. */
  readonly sloTtftMs?: number;
  /** How long it may wait; absent: as long as every other that does not say. */
  readonly ttlMs?: number;
}
