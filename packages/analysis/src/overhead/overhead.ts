import { type Plan, type RequestRecord, seededRandom } from "@wa-routing/protocol";
import { medianInterval } from "../statistics/median-interval.ts";
import { quantile } from "../statistics/quantile.ts";
import { type PairedBlock, type QuantileDifference, quantileDifference } from "../statistics/quantile-difference.ts";
import { failureExamples } from "../waits/request-summary.ts";
import { type OverheadQuestion, overheadQuestion } from "./overhead-question.ts";

/** Pairs of blocks from which their median has an interval, at the confidence that scenarios ask for. */
export const LEAST_BLOCKS = 7;

/** The answer: a difference with its interval, over so many pairs of blocks. */
export interface OverheadAnswer {
  /** Median over pairs of blocks of the difference of their quantiles, treatment minus baseline, in ms. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** The quantile of all requests of the treatment, and of the baseline. */
  readonly treatmentMs: number;
  readonly baselineMs: number;
  readonly blocks: number;
  readonly quantile: number;
  readonly confidence: number;
  readonly limitMs: number;
  readonly medianDifferenceMs: number;
  /** Beside it, not judged: the difference of the quantiles of all requests together, with a bootstrap interval over blocks. */
  readonly pooled: QuantileDifference;
  /** How far the baseline's quantile lies above its own median in a typical block, in ms: what adds less than that is hidden. */
  readonly spreadMs: number;
  /** Requests to the router under test or of the baseline that did not complete, primes too; the first of them as sentences. */
  readonly notCompleted: number;
  readonly failures: readonly string[];
}

/** Latencies from sending to the end, in ms; one pair of blocks for each trial. Only what completed is measured. */
export function overheadBlocks(
  requests: readonly RequestRecord[],
  { treatment, baseline }: Pick<OverheadQuestion, "treatment" | "baseline">,
): PairedBlock[] {
  const trials = new Map<number, { treatment: number[]; control: number[] }>();
  for (const { trial, workload, outcome, endMs, sendMs, primed } of requests) {
    if (trial === null || primed || outcome !== "completed") continue;
    if (workload !== treatment && workload !== baseline) continue;
    const block = trials.get(trial) ?? { treatment: [], control: [] };
    trials.set(trial, block);
    block[workload === treatment ? "treatment" : "control"].push(endMs - sendMs);
  }
  return [...trials.values()].filter(({ treatment, control }) => treatment.length > 0 && control.length > 0);
}

export const RESAMPLES = 1000;

/** How far a baseline may vary, as a share of the limit, without hiding it. */
const MOST_SPREAD = 0.8;

/** Pairs of blocks at the first look; each later look has twice as many. */
const FIRST_LOOK = 8;

/**
 * Treatment minus baseline: the quantile of each block, the difference within each pair, the median of these with its exact interval.
 *
 * Not the quantile of all requests together: one stall of the machine strikes a few neighbours, and would decide it alone. What
 * the router adds is there in every pair. The interval holds although sampling stops when it is decided: each look spends its part
 * of the error. `null` with too few pairs for an interval (at 0.95: fewer than seven).
 */
export function measureOverhead(
  requests: readonly RequestRecord[],
  question: Omit<OverheadQuestion, "shown" | "leftOut">,
  seed: number,
): OverheadAnswer | null {
  const { limitMs, quantile: share, confidence, baseline } = question;
  const concerned = requests.filter(({ route, workload }) => route === undefined || workload === baseline);
  const blocks = overheadBlocks(requests, question);
  const differences = blocks.map(({ treatment, control }) => quantile(treatment, share) - quantile(control, share));
  const interval = medianInterval(differences, 1 - (1 - confidence) * shareOfError(blocks.length));
  if (interval === null) return null;
  const { median, low, high } = interval;
  const random = seededRandom(`${seed}/overhead`);
  const pooled = quantileDifference(blocks, share, { random, confidence, resamples: RESAMPLES });
  const medianOf = (arm: keyof PairedBlock) =>
    quantile(
      blocks.flatMap((block) => block[arm]),
      0.5,
    );
  return {
    difference: median,
    low,
    high,
    treatmentMs: pooled.treatment,
    baselineMs: pooled.control,
    blocks: blocks.length,
    quantile: share,
    confidence,
    limitMs,
    medianDifferenceMs: medianOf("treatment") - medianOf("control"),
    pooled,
    spreadMs: quantile(
      blocks.map(({ control }) => quantile(control, share) - quantile(control, 0.5)),
      0.5,
    ),
    notCompleted: concerned.filter(({ outcome }) => outcome !== "completed").length,
    failures: failureExamples(concerned),
  };
}

/** Of the looks that there may ever be, with 8, 16, 32, … pairs, the k-th spends 1/(k·(k + 1)) of the error; all together spend 1. */
function shareOfError(pairs: number): number {
  const look = 1 + Math.max(0, Math.ceil(Math.log2(pairs / FIRST_LOOK)));
  return 1 / (look * (look + 1));
}

/**
 * Whether a plan's sampling may stop after so many trials, each a pair of blocks: its question is answered. That is looked at
 * after {@link FIRST_LOOK} trials and at each doubling only: an interval that is looked at after every pair is decided by chance
 * sooner or later.
 */
export function isOverheadDecided(plan: Plan, requests: readonly RequestRecord[], trials: number): boolean {
  const question = isLook(trials) ? overheadQuestion(plan) : null;
  return question !== null && isDecided(measureOverhead(requests, question, plan.seed));
}

function isLook(pairs: number): boolean {
  return Number.isInteger(Math.log2(pairs / FIRST_LOOK)) && pairs >= FIRST_LOOK;
}

/** Whether so small an overhead as the limit would be seen: the baseline itself must not vary by as much. */
export function isSensitive({ spreadMs, limitMs }: OverheadAnswer): boolean {
  return spreadMs <= MOST_SPREAD * limitMs;
}

/**
 * Whether the overhead is above the limit. On a machine so busy that the baseline varies by the limit, both routes wait for processors,
 * and the one that needs more of them waits longer: there it has to stand out of the baseline's own variation, too.
 */
export function isAbove(answer: OverheadAnswer): boolean {
  const { low, limitMs, spreadMs } = answer;
  return low > limitMs + (isSensitive(answer) ? 0 : spreadMs);
}

/** Whether more blocks could not change the verdict: the whole interval lies on one side of the limit. */
export function isDecided(answer: OverheadAnswer | null): boolean {
  if (answer === null) return false;
  return isAbove(answer) || (answer.high < answer.limitMs && isSensitive(answer));
}
