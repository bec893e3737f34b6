import type { GateDriver } from "@wa-routing/protocol";

/** Holds the router's queue and lets it go. */
export interface Gate extends AsyncDisposable {
  readonly driver: GateDriver;
  /**
   * Makes the router queue what comes from now on; returns when the router has been seen to know. It is closed with a lease, which
   * is renewed until it is opened: whatever becomes of this process, the queue is not held for ever.
   *
   * @throws WaRoutingError `GATE_NOT_CLOSED` when that was not seen in time.
   */
  close(): Promise<void>;
  /**
   * Lets the router dispatch again; returns when the model servers have been told.
   *
   * @throws WaRoutingError `GATE_NOT_OPENED` when they cannot be; that is tried on until it succeeds. `GATE_LAPSED` when it had
   *   opened by itself before.
   */
  open(): Promise<void>;
  /**
   * Waits, once it has been opened, until the gate's own requests have left the model servers; most gates have none.
   *
   * @param onWaiting Told what is waited for, as often as it is looked at.
   * @throws WaRoutingError `GATE_NOT_CLEARED` when they have not in time.
   */
  cleared(onWaiting?: (what: string) => void): Promise<void>;
  /** Opens it, if it is closed. @throws WaRoutingError `GATE_LEFT_CLOSED`, with the commands that open it. */
  [Symbol.asyncDispose](): Promise<void>;
}
