import {
  type Change,
  type ComparedCheck,
  type ComparedFigure,
  RUN_COMPARISON_SCHEMA_VERSION,
  type RunComparison,
} from "@wa-routing/protocol";
import { compareChecks } from "./compare-checks.ts";
import { COMPARISON_CONFIDENCE, compareFigures } from "./compare-figures.ts";
import type { ComparedRun } from "./compared-run.ts";

/**
 * Compares a run with an earlier one of the same scenarios: the verdict of each check, and each figure that both measured once in
 * every trial. Whether they can be compared says {@link runDifferences}.
 */
export function compareRuns(run: ComparedRun, base: ComparedRun): RunComparison {
  const checks = compareChecks(run.checklist, base.checklist);
  const { figures, figureConfidence } = compareFigures(run, base);
  return {
    schemaVersion: RUN_COMPARISON_SCHEMA_VERSION,
    outcome: outcomeOf(checks, figures),
    run: identityOf(run),
    base: identityOf(base),
    scenarios: [...run.manifest.scenarios],
    confidence: COMPARISON_CONFIDENCE,
    figureConfidence,
    checks,
    figures: [...figures],
  };
}

function identityOf({ manifest: { toolVersion, seed, gateway } }: ComparedRun): RunComparison["run"] {
  return { toolVersion, seed, router: gateway.router };
}

function outcomeOf(checks: readonly ComparedCheck[], figures: readonly ComparedFigure[]): RunComparison["outcome"] {
  const required = checks.filter((check) => check.required);
  const changes: readonly Change[] = [...required, ...figures].map(({ change }) => change);
  if (changes.some((change) => change.finding === "changed" && change.direction === "worse")) return "regression";
  const decisive = [...required, ...figures.filter((figure) => !isMachines(figure))];
  if (decisive.some(({ change }) => change.finding === "cannot-tell")) return "cannot-tell";
  return changes.some(({ finding }) => finding === "changed") ? "changed" : "not-changed";
}

/** A time that varies with the machine leaves nothing open: how long a queue takes is not what was asked. Twice as long is. */
function isMachines({ scale, change }: ComparedFigure): boolean {
  return scale === "ratio" && change.finding === "cannot-tell" && change.because === "varies-too-much";
}
