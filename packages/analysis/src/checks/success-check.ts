import type { CheckTable, Figure, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";

/** What a check found in one scenario. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One line: what was seen. */
  readonly summary: string;
  /** What a reader can do, unless it passed. */
  readonly advice: string | null;
  readonly figures: readonly Figure[];
  readonly evidence: readonly string[];
  /** What stands beside the verdict. */
  readonly table?: CheckTable;
}

/** One success metric: its rules in words, and the same rules as a function. */
export interface SuccessCheck {
  readonly id: SuccessMetricId;
  readonly claim: string;
  readonly witnesses: string;
  readonly minimumEvidence: string;
  readonly passes: string;
  readonly fails: string;
  readonly inconclusive: string;
  readonly notMeasured: string;
  readonly advice: string;
  /** What this scenario's run says about it; null: nothing. */
  readonly judge: (analysis: Analysis) => Judgement | null;
  /** The summary of several scenarios that all passed, from their figures, which are counts that add up. */
  readonly summarise?: (figures: Readonly<Record<string, number>>) => string;
}

/** A figure without an interval. */
export function figure(name: string, value: number | null): Figure {
  return { name, value };
}
