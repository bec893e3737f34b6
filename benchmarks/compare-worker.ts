import { compareRuns } from "@wa-routing/analysis";
import type { Change, RunComparison, Scenario } from "@wa-routing/protocol";
import { generatedSide } from "../tests/orders/generated-comparison.ts";
import { ORDER_SCENARIOS } from "../tests/orders/verdict-rates.ts";

/** What was found of made-up pairs of runs. */
export interface ComparisonTally {
  /** Pairs of healthy runs in which anything was called changed. */
  changed: number;
  figures: number;
  /** Figures that were called not changed. */
  told: number;
  /** Pairs in which the later router swaps two criticalities, and those of them that were called a regression. */
  swapped: number;
  swappedFound: number;
}

// Each costs another run: so many show it.
const ONE_IN = 20;
// By criticality alone: elsewhere the swapped ones may not meet.
const SWAPPED_SCENARIO = "basic-priority";

const [trials, last, first, step] = process.argv.slice(2).map(Number) as [number, number, number, number];
const tally: ComparisonTally = { changed: 0, figures: 0, told: 0, swapped: 0, swappedFound: 0 };
for (let pair = first; pair <= last; pair += step) {
  const { name } = ORDER_SCENARIOS[pair % ORDER_SCENARIOS.length] as Scenario;
  const common = { order: "workload-aware", scenarios: [name], trialsPerArm: trials } as const;
  const base = generatedSide({ ...common, seed: 2 * pair });
  const comparison = compareRuns(generatedSide({ ...common, seed: 2 * pair + 1 }), base);
  if (changesOf(comparison).some(({ finding }) => finding === "changed")) tally.changed += 1;
  tally.figures += comparison.figures.length;
  tally.told += comparison.figures.filter(({ change }) => change.finding === "not-changed").length;
  if (pair % ONE_IN !== 0) continue;
  const swapping = { ...common, scenarios: [SWAPPED_SCENARIO] };
  const readsAs = (criticality: number) => ({ 1: 5, 5: 1 })[criticality] ?? criticality;
  const swapped = compareRuns(
    generatedSide({ ...swapping, readsAs, seed: 2 * pair + 1 }),
    generatedSide({ ...swapping, seed: 2 * pair }),
  );
  tally.swapped += 1;
  if (swapped.outcome === "regression") tally.swappedFound += 1;
}
process.stdout.write(JSON.stringify(tally));

function changesOf({ checks, figures }: RunComparison): Change[] {
  return [...checks, ...figures].map(({ change }) => change);
}
