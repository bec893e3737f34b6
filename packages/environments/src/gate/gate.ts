import type { GateDriver } from "@wa-routing/protocol";

/** Holds the router's queue and lets it go. */
export interface Gate extends AsyncDisposable {
  readonly driver: GateDriver;
  /**
   * Makes the router queue what comes from now on; returns when the router has been seen to know.
   *
   * @throws WaRoutingError `GATE_NOT_CLOSED` when that was not seen in time.
   */
  close(): Promise<void>;
  /** Lets the router dispatch again; returns when the model servers have been told. */
  open(): Promise<void>;
}
