/** A request that waits in the router's queue. Times are on the router's monotonic clock. */
export interface QueueItem {
  readonly requestId: string;
  readonly workloadId: string;
  /** 1 to 5, unless a planted fault lets more through. */
  readonly criticality: number;
  /** Requests of a higher band always leave first. */
  readonly priority: number;
  /** Requests of one flow share one queue: fairness id and priority. */
  readonly fairnessId: string;
  readonly model: string;
  readonly targetModel: string;
  readonly bytes: number;
  /** When its headers came. */
  readonly receivedMs: number;
  /** When it entered the queue. */
  readonly enqueuedMs: number;
  /** Order of entering the queue. */
  readonly sequence: number;
  /** Called once, when it leaves the queue. */
  readonly leave: (outcome: QueueOutcome) => void;
  /** The client has gone away; the item stays until it is reached or swept. */
  cancelled: boolean;
}

/** How a request left the queue. */
export type QueueOutcome = "dispatched" | "expired" | "cancelled" | "shut-down";
