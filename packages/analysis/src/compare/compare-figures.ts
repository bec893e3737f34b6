import { type Change, type ComparedFigure, type ComparisonObstacle, MOST_TRIALS } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { type TrimmedMean, trimmedDifference, trimmedMean, valuesNeeded } from "../statistics/trimmed-difference.ts";
import type { ComparedRun } from "./compared-run.ts";
import { FIGURE_KINDS, type FigureKind } from "./figure-kinds.ts";
import type { RepeatedFigure } from "./repeated-figures.ts";

/** Of the intervals of all figures together. */
export const COMPARISON_CONFIDENCE = 0.99;

const TRIMMED_SHARE = 0.2;

/** The figures of two runs beside each other, and of what confidence each interval is. */
export interface ComparedFigures {
  readonly figures: readonly ComparedFigure[];
  readonly figureConfidence: number;
}

/** A figure in one of the runs, on the scale on which differences are taken. */
interface Side {
  readonly trials: number;
  readonly mean: TrimmedMean | null;
  /** Why it says nothing, whatever it is. */
  readonly obstacle: ComparisonObstacle | null;
}

type Named = Pick<ComparedFigure, "figure" | "scenario" | "subject">;

/**
 * Compares what both runs measured once in each trial: changed where the interval of the difference lies beyond the margin, not
 * changed where it lies within, else nobody can tell. The intervals hold together with {@link COMPARISON_CONFIDENCE}, however the
 * figures hang together.
 *
 * @see Šidák: Rectangular confidence regions for the means of multivariate normal distributions, JASA 62, 1967
 * @see Schuirmann: A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average
 * bioavailability, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987 (an interval within the margin: not changed)
 */
export function compareFigures(run: ComparedRun, base: ComparedRun): ComparedFigures {
  const pairs = namesOf([run, base]).map((named) => ({ named, run: sideOf(run, named), base: sideOf(base, named) }));
  const compared = pairs.filter((pair) => pair.run.mean !== null && pair.base.mean !== null).length;
  const figureConfidence = COMPARISON_CONFIDENCE ** (1 / Math.max(1, compared));
  return {
    figures: pairs.map((pair) => comparedFigure(pair.named, pair.run, pair.base, figureConfidence)),
    figureConfidence,
  };
}

/** Every figure of either run, kind by kind, scenario by scenario. */
function namesOf(runs: readonly ComparedRun[]): Named[] {
  const names = new Map<string, Named>();
  for (const { scenario, repeatedFigures } of runs.flatMap(({ analyses }) => analyses)) {
    for (const { figure, subject } of repeatedFigures) {
      const named = { figure, scenario: FIGURE_KINDS[figure].isOfRun ? null : scenario, subject };
      names.set(JSON.stringify(Object.values(named)), named);
    }
  }
  const kinds = Object.keys(FIGURE_KINDS);
  return [...names.values()].sort((a, b) => kinds.indexOf(a.figure) - kinds.indexOf(b.figure));
}

function sideOf({ analyses, manifest }: ComparedRun, { figure, scenario, subject }: Named): Side {
  const own = analyses.filter((analysis) => scenario === null || analysis.scenario === scenario);
  const found = own.flatMap(({ repeatedFigures }) =>
    repeatedFigures.filter((other) => other.figure === figure && other.subject === subject),
  );
  const kind = FIGURE_KINDS[figure];
  const values = found.flatMap((each) => each.values).map(scaled(kind));
  return {
    trials: values.length,
    mean: trimmedMean(values, { trimmedShare: kind.isTrimmed ? TRIMMED_SHARE : 0, step: meanStep(found) }),
    obstacle: obstacleOf(own, scenario === null ? manifest.scenarios.length : 1, values.length),
  };
}

function meanStep(figures: readonly RepeatedFigure[]): number {
  const trials = figures.reduce((sum, { values }) => sum + values.length, 0);
  return figures.reduce((sum, { step, values }) => sum + (step * values.length) / trials, 0);
}

/** Ratios are differences of logarithms. */
function scaled({ scale }: FigureKind): (value: number) => number {
  return scale === "ratio" ? Math.log : (value) => value;
}

function obstacleOf(analyses: readonly Analysis[], expected: number, trials: number): ComparisonObstacle | null {
  if (analyses.length < expected || analyses.some(({ complete }) => !complete)) return "run-incomplete";
  if (analyses.some(({ losses }) => losses.length > 0)) return "evidence-lost";
  if (trials === 0) return "not-measured";
  return trials < 2 ? "too-few-trials" : null;
}

function comparedFigure(named: Named, run: Side, base: Side, confidence: number): ComparedFigure {
  const kind = FIGURE_KINDS[named.figure];
  const back = kind.scale === "ratio" ? Math.exp : (value: number) => value;
  const measured = ({ trials, mean }: Side) => ({ trials, value: mean === null ? null : back(mean.mean) });
  const shown = { ...named, scale: kind.scale, base: measured(base), run: measured(run), margin: kind.margin };
  if (run.mean === null || base.mean === null) {
    return { ...shown, difference: null, trialsNeeded: null, change: obstructed(run, base) };
  }
  const { difference, ...interval } = trimmedDifference(run.mean, base.mean, confidence);
  // Only times are trimmed; all else are shares, and no two differ by more than 1.
  const most = kind.isTrimmed ? Number.POSITIVE_INFINITY : 1;
  const [low, high] = [Math.max(-most, interval.low), Math.min(most, interval.high)];
  const reach = scaled(kind)(kind.margin);
  const isObstructed = run.obstacle !== null || base.obstacle !== null;
  return {
    ...shown,
    difference: { value: back(difference), low: back(low), high: back(high) },
    trialsNeeded: valuesNeeded(run.mean, base.mean, { confidence, reach, most: MOST_TRIALS }),
    change: isObstructed ? obstructed(run, base) : changeOf({ low, high }, reach, kind),
  };
}

function obstructed({ obstacle: ofRun }: Side, { obstacle: ofBase }: Side): Change {
  const because = ofRun ?? ofBase ?? "too-few-trials";
  return { finding: "cannot-tell", because, in: ofRun === null ? "base" : ofBase === ofRun ? "both" : "run" };
}

function changeOf({ low, high }: { low: number; high: number }, reach: number, { better }: FigureKind): Change {
  if (low >= -reach && high <= reach) return { finding: "not-changed" };
  if (low <= reach && high >= -reach) return { finding: "cannot-tell", because: "varies-too-much", in: "both" };
  if (better === null) return { finding: "changed", direction: "neither" };
  return { finding: "changed", direction: low > reach === (better === "higher") ? "better" : "worse" };
}
