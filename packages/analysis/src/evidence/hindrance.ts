import type { ErrorCode, StepRecord } from "@wa-routing/protocol";

/** What kept a run from its end, in its own words. */
export interface Hindrance {
  /** Null: recorded before there were codes, or an error without one. */
  readonly code: ErrorCode | null;
  /** `at the barrier: timed out after 10 s: …` */
  readonly problem: string;
}

/** What failed first in a scenario: a step; else what ended the run before its end, if anybody said so. */
export function hindranceOf(steps: readonly StepRecord[], exitDetail: string | null): Hindrance | null {
  const failed = steps.find(({ ok }) => !ok);
  if (failed !== undefined) return { code: failed.code ?? null, problem: failedStep(failed) };
  return exitDetail === null ? null : { code: null, problem: exitDetail };
}

/** A step that failed, and why. */
export function failedStep({ step, problem }: Pick<StepRecord, "step" | "problem">): string {
  return `at the step ${step}: ${problem ?? "it failed"}`;
}
