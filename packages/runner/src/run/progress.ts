import type { PlannedStep } from "@wa-routing/protocol";

/** Where a run is. */
export interface Progress {
  readonly scenario: string;
  /** Counted from 1; 0 in the preparation. */
  readonly trial: number;
  readonly trials: number;
  readonly step: PlannedStep["step"];
  /** What it waits for that is not the router's; absent: nothing. */
  readonly waitsFor?: string;
}
