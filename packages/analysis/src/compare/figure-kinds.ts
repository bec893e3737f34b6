import { type ComparedFigure, OVERHEAD_LIMIT_MS } from "@wa-routing/protocol";
import { RIGHT_SHARE } from "../order/thresholds.ts";

/** How figures of one kind are compared. */
export interface FigureKind {
  readonly scale: ComparedFigure["scale"];
  /** Absolute: differences up to it are no change; ratios: from one over it to it. What is smaller matters to nobody, or is the machine's. */
  readonly margin: number;
  /** Which direction is the better one; null: it only says who waited, and claims say who should. */
  readonly better: "higher" | "lower" | null;
  /**
   * Whether the trials with the smallest and the largest values are left out: of times, which a stall of the machine lengthens. A share
   * that is bad in one trial of ten is worse.
   */
  readonly isTrimmed: boolean;
  /** Taken over the trials of all scenarios together. */
  readonly isOfRun: boolean;
}

// The same router on the same machine needed up to twice the time in another run, when others used the machine.
const MACHINE_RATIO = 2;

/** The kinds of figures, in the order in which they are reported. */
export const FIGURE_KINDS: Readonly<Record<ComparedFigure["figure"], FigureKind>> = {
  // More than a claim bears.
  "claim-share": { scale: "absolute", margin: 1 - RIGHT_SHARE, better: "higher", isTrimmed: false, isOfRun: false },
  // A tenth of the queue.
  "queue-place": { scale: "absolute", margin: 0.1, better: null, isTrimmed: false, isOfRun: false },
  "mean-wait": { scale: "ratio", margin: MACHINE_RATIO, better: "lower", isTrimmed: true, isOfRun: false },
  "first-token": { scale: "ratio", margin: MACHINE_RATIO, better: "lower", isTrimmed: true, isOfRun: false },
  // A fifth of what may be added at all.
  overhead: { scale: "absolute", margin: OVERHEAD_LIMIT_MS / 5, better: "lower", isTrimmed: true, isOfRun: false },
  "not-completed": { scale: "absolute", margin: 0.05, better: "lower", isTrimmed: false, isOfRun: true },
};
