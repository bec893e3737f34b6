import type { Change, ComparedFigure, RunComparison } from "@wa-routing/protocol";

export const WORSE: Change = { finding: "changed", direction: "worse" };
const SAME: Change = { finding: "not-changed" };

export function figure(of: Partial<ComparedFigure>): ComparedFigure {
  return {
    ...{ figure: "queue-place", scenario: "basic-priority", subject: "high", scale: "absolute" },
    ...{ base: { trials: 6, value: 1 / 6 }, run: { trials: 6, value: 0.171 } },
    ...{ difference: { value: 0.004, low: -0.01, high: 0.018 }, margin: 0.1, trialsNeeded: 3, change: SAME },
    ...of,
  };
}

export function comparison(of: Partial<RunComparison> = {}): RunComparison {
  return {
    ...{ schemaVersion: 1, outcome: "regression", scenarios: ["basic-priority"] },
    ...{ confidence: 0.99, figureConfidence: 0.997 },
    run: { toolVersion: "1.1.0", seed: 2, router: { name: "epp", version: "b" } },
    base: { toolVersion: "1.0.0", seed: 1, router: { name: "epp", version: "a" } },
    checks: [
      check("functional.no-errors", "No errors", "pass", "fail", WORSE),
      check("performance.no-timeouts", "No timeouts", "pass", "pass", SAME),
      check("performance.overhead", "Overhead", "not-measured", "not-measured", { finding: "not-measured" }),
    ],
    figures: [
      figure({}),
      figure({
        ...{ figure: "mean-wait", subject: null, scale: "ratio", margin: 2, trialsNeeded: 13 },
        ...{ base: { trials: 6, value: 51.6 }, run: { trials: 6, value: 74 } },
        difference: { value: 1.43, low: 0.534, high: 3.84 },
        change: { finding: "cannot-tell", because: "varies-too-much", in: "both" },
      }),
      figure({
        ...{ figure: "overhead", scenario: "overhead", subject: null, margin: 1 },
        ...{ base: { trials: 8, value: 0.2 }, run: { trials: 1, value: null } },
        ...{ difference: null, trialsNeeded: null },
        change: { finding: "cannot-tell", because: "too-few-trials", in: "run" },
      }),
    ],
    ...of,
  };
}

export function check(
  id: RunComparison["checks"][number]["id"],
  title: string,
  base: RunComparison["checks"][number]["base"],
  run: RunComparison["checks"][number]["run"],
  change: Change,
): RunComparison["checks"][number] {
  return { id, title, required: true, base, run, change };
}
