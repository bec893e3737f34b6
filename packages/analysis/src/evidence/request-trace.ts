import type { ArrivalRecord, FlowEventOf, LogPoint, RequestRecord } from "@wa-routing/protocol";

/** One step of a request through the router's queue, as the router's log has it. */
export interface QueuePassage {
  /** Position among all such lines of the scenario, counted in the log. */
  readonly position: number;
  /** On the router's own clock, in ms; null where the line has no time. */
  readonly routerMs: number | null;
  /** Which router's log says so, where there are several. */
  readonly router: string | null;
  /** Whether the position was counted inside the router's queue (`dispatch_seq`, `Item dispatched.`). */
  readonly exact: boolean;
}

/** Everything that is known of one request, from every witness. */
export interface RequestTrace {
  readonly record: RequestRecord;
  /** The id under which the router logs it; null when no log line could be joined. */
  requestId: string | null;
  arrival: ArrivalRecord | null;
  /** Further arrivals of the same request: it was forwarded more than once. */
  duplicateArrivals: number;
  enqueued: QueuePassage | null;
  dispatched: QueuePassage | null;
  /** When the router logged that its workload's average wait was updated, on the router's own clock, in ms. */
  averageUpdatedMs: number | null;
  contextExtracted: FlowEventOf<"context-extracted"> | null;
  scoreAtDispatch: FlowEventOf<"score-computed"> | null;
  /** How many lines of each log point name this request. */
  readonly logPoints: LinesByPoint;
}

/** Lines of each log point; a point without any is absent. */
export type LinesByPoint = Partial<Record<LogPoint, number>>;
