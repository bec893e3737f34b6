import type { ArrivalRecord, FlowEvent, RequestRecord } from "@wa-routing/protocol";

type EventOf<Kind extends FlowEvent["event"]> = Extract<FlowEvent, { event: Kind }>;

/** One request's passage through the router's queue, as the router's log has it. */
export interface QueuePassage {
  /** Position among all enqueued (dispatched) requests of the scenario, counted in the log; null when it has no such line. */
  readonly position: number;
  /** On the client's clock, where the router's clock could be aligned; else null. */
  readonly atMs: number | null;
  /** Whether the position was counted inside the router's queue (`dispatch_seq`, `Item dispatched.`). */
  readonly exact: boolean;
}

/** Everything that is known of one request, from every witness. */
export interface RequestTrace {
  readonly record: RequestRecord;
  /** The id under which the router logs it; null when no log line could be joined. */
  readonly requestId: string | null;
  readonly arrival: ArrivalRecord | null;
  /** Arrival at the model server on the client's clock; null when there is none, or when clocks could not be aligned. */
  readonly arrivedMs: number | null;
  readonly enqueued: QueuePassage | null;
  readonly dispatched: QueuePassage | null;
  readonly contextExtracted: EventOf<"context-extracted"> | null;
  readonly scoreAtEnqueue: EventOf<"score-computed"> | null;
  readonly scoreAtDispatch: EventOf<"score-computed"> | null;
  readonly waitRecorded: EventOf<"wait-recorded"> | null;
  /** How many lines of each log point name this request. */
  readonly logPoints: Readonly<Partial<Record<FlowEvent["event"], number>>>;
}

/** Offset of another clock from the client's, bracketed by causality: send ≤ event ≤ response. */
export interface ClockAlignment {
  /** Add to the other clock's times to get the client's. */
  readonly offsetMs: number;
  /** The true offset lies within ± this of `offsetMs`. */
  readonly boundMs: number;
  /** Requests that bracket it. */
  readonly pairs: number;
}
