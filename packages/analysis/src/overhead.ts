import { type RequestRecord, seededRandom } from "@wa-routing/protocol";
import { quantile } from "./statistics/quantile.ts";
import { type PairedBlock, type QuantileDifference, quantileDifference } from "./statistics/quantile-difference.ts";

/** What is asked of the overhead. */
export interface OverheadQuestion {
  readonly budgetMs: number;
  readonly quantile: number;
  readonly confidence: number;
}

/** The answer: a difference with its interval, over so many pairs of blocks. */
export interface OverheadAnswer extends QuantileDifference {
  readonly blocks: number;
  readonly share: number;
  readonly confidence: number;
  readonly budgetMs: number;
  readonly medianDifferenceMs: number;
}

const RESAMPLES = 1000;

/** Latencies from sending to the end, by pairs of blocks: the n-th trial of each arm. Only what completed is measured. */
export function overheadBlocks(requests: readonly RequestRecord[]): PairedBlock[] {
  const trials = new Map<string, Map<number, number[]>>();
  for (const { trial, arm, outcome, endMs, sendMs, primed } of requests) {
    if (trial === null || arm === null || primed || outcome !== "completed") continue;
    const ofArm = trials.get(arm) ?? new Map<number, number[]>();
    trials.set(arm, ofArm);
    const ofTrial = ofArm.get(trial);
    if (ofTrial === undefined) ofArm.set(trial, [endMs - sendMs]);
    else ofTrial.push(endMs - sendMs);
  }
  const inOrder = (arm: string) => [...(trials.get(arm) ?? [])].sort(([a], [b]) => a - b).map(([, values]) => values);
  const control = inOrder("control");
  return inOrder("treatment").flatMap((treatment, index) => {
    const other = control[index];
    return other === undefined ? [] : [{ treatment, control: other }];
  });
}

/** Treatment minus control. `null` with fewer than two pairs of blocks. */
export function measureOverhead(
  requests: readonly RequestRecord[],
  { budgetMs, quantile: share, confidence }: OverheadQuestion,
  seed: number,
): OverheadAnswer | null {
  const blocks = overheadBlocks(requests);
  if (blocks.length < 2) return null;
  const random = seededRandom(`${seed}/overhead`);
  const difference = quantileDifference(blocks, share, { random, confidence, resamples: RESAMPLES });
  const median = (arm: keyof PairedBlock) =>
    quantile(
      blocks.flatMap((block) => block[arm]),
      0.5,
    );
  return {
    ...difference,
    blocks: blocks.length,
    share,
    confidence,
    budgetMs,
    medianDifferenceMs: median("treatment") - median("control"),
  };
}

/** Whether more blocks could not change the verdict: the whole interval lies on one side of the budget. */
export function isDecided(answer: OverheadAnswer | null): boolean {
  return answer !== null && (answer.high < answer.budgetMs || answer.low > answer.budgetMs);
}
