import {
  type ComparedFigure,
  isSendersDoing,
  type Plan,
  type RequestRecord,
  type SuccessMetricId,
} from "@wa-routing/protocol";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { QueueEpisode } from "../order/queue-episode.ts";
import { overheadBlocks } from "../overhead/overhead.ts";
import { overheadQuestion } from "../overhead/overhead-question.ts";
import { quantile } from "../statistics/quantile.ts";
import { midranks } from "../statistics/ranks.ts";
import { type WorkloadTimes, workloadTimes } from "../waits/workload-times.ts";

/** A figure that was measured once in each trial: requests of one trial depend on each other, trials do not. */
export interface RepeatedFigure {
  readonly figure: ComparedFigure["figure"];
  /** The check or the workload that it is about; null: the whole scenario. */
  readonly subject: string | null;
  /** One for each trial that could be measured. */
  readonly values: readonly number[];
  /** How finely they are counted: a share of `n` is known to `1/n`. 0: as finely as a clock. */
  readonly step: number;
}

// Of a workload in a trial: where a single request stands says little.
const LEAST_REQUESTS = 2;

/** What the figures are taken from. */
export interface RepeatedEvidence {
  readonly plan: Plan;
  /** By any route. */
  readonly requests: readonly RequestRecord[];
  readonly joined: JoinedEvidence;
  readonly episodes: readonly QueueEpisode[];
  /** The episodes in which the gate was closed. */
  readonly held: readonly QueueEpisode[];
  readonly claims: readonly ClaimAnalysis[];
  readonly isByGate: (record: RequestRecord) => boolean;
}

/** What a scenario's run measured once in each trial. Trials whose queue is not proven are left out: nobody may have waited there. */
export function repeatedFigures(evidence: RepeatedEvidence): RepeatedFigure[] {
  const unproven = new Set(evidence.episodes.flatMap(({ trial, unproven: why }) => (why === null ? [] : [trial])));
  const times = workloadTimes(evidence.joined, evidence.held).filter(({ arm }) => arm === "treatment");
  return [
    ...evidence.claims.flatMap((claim) => claimShares(claim, unproven)),
    ...(evidence.held.length === 0 ? firstTokens(evidence) : waits(times, unproven)),
    ...overheads(evidence),
    ...notCompleted(evidence),
  ].filter(({ values }) => values.length > 0);
}

/** Of the pairs of a claim that count, the share that follows it. */
function claimShares({ check, treatment }: ClaimAnalysis, unproven: ReadonlySet<number>): RepeatedFigure[] {
  const trials = new Map<number, { follows: number; pairs: number }>();
  for (const { trial, follows, violates } of treatment?.holds ?? []) {
    if (unproven.has(trial)) continue;
    const known = trials.get(trial) ?? { follows: 0, pairs: 0 };
    trials.set(trial, { follows: known.follows + follows, pairs: known.pairs + follows + violates });
  }
  const counted = [...trials.values()].filter(({ pairs }) => pairs > 0);
  return [
    shareFigure(
      "claim-share",
      check,
      counted.map(({ follows, pairs }) => [follows, pairs]),
    ),
  ];
}

/** How long all waited, and where each workload stood in the queue: that does not depend on how fast the machine was. */
function waits(times: readonly WorkloadTimes[], unproven: ReadonlySet<number>): RepeatedFigure[] {
  const trials = [...new Set(times.flatMap(({ timesMs }) => [...timesMs.keys()]))].filter(
    (trial) => !unproven.has(trial),
  );
  const means: number[] = [];
  const places = new Map(times.map(({ workload }): [string, Place[]] => [workload, []]));
  for (const trial of trials) {
    const byWorkload = times.map(({ workload, timesMs }) => ({ workload, ofTrial: timesMs.get(trial) ?? [] }));
    const all = byWorkload.flatMap(({ ofTrial }) => ofTrial);
    const mean = meanOf(all);
    if (mean > 0) means.push(mean);
    const ranks = midranks(all);
    let at = 0;
    for (const { workload, ofTrial } of byWorkload) {
      const own = ranks.subarray(at, at + ofTrial.length);
      at += ofTrial.length;
      if (own.length < LEAST_REQUESTS || own.length === all.length) continue;
      places.get(workload)?.push({ value: (meanOf([...own]) - 0.5) / all.length, step: 1 / (own.length * all.length) });
    }
  }
  return [
    { figure: "mean-wait", subject: null, values: means, step: 0 },
    ...[...places].map(
      ([subject, known]): RepeatedFigure => ({
        figure: "queue-place",
        subject,
        values: known.map(({ value }) => value),
        step: Math.max(0, ...known.map(({ step }) => step)),
      }),
    ),
  ];
}

/** A workload's mean place in one trial: 0 is the head of the queue, 1 its end. Two neighbours that change places move it by a step. */
interface Place {
  readonly value: number;
  readonly step: number;
}

/** Where nothing holds the requests of a scenario that streams: until the first token. */
function firstTokens({ plan, requests }: RepeatedEvidence): RepeatedFigure[] {
  if (!plan.scenario.request.stream) return [];
  const trials = new Map<number, number[]>();
  for (const { trial, arm, primed, outcome, firstTokenMs, sendMs, route } of requests) {
    if (trial === null || arm !== "treatment" || primed || route !== undefined) continue;
    if (outcome !== "completed" || firstTokenMs === null) continue;
    trials.set(trial, [...(trials.get(trial) ?? []), firstTokenMs - sendMs]);
  }
  const values = [...trials.values()].map((ofTrial) => quantile(ofTrial, 0.5));
  return [{ figure: "first-token", subject: null, values, step: 0 }];
}

/** By how much the quantile of the treatment is higher than that of its baseline, in each pair of blocks. */
function overheads({ plan, requests }: RepeatedEvidence): RepeatedFigure[] {
  const question = overheadQuestion(plan);
  if (question === null) return [];
  const values = overheadBlocks(requests, question).map(
    ({ treatment, control }) => quantile(treatment, question.quantile) - quantile(control, question.quantile),
  );
  return [{ figure: "overhead", subject: null, values, step: 0 }];
}

/** Of the requests that this machine could send, the share that did not complete. */
function notCompleted({ requests, isByGate }: RepeatedEvidence): RepeatedFigure[] {
  const trials = new Map<number, { failed: number; sent: number }>();
  for (const record of requests) {
    const { trial, primed, outcome, route } = record;
    if (trial === null || primed || isSendersDoing(outcome) || route !== undefined || isByGate(record)) continue;
    const known = trials.get(trial) ?? { failed: 0, sent: 0 };
    trials.set(trial, { failed: known.failed + (outcome === "completed" ? 0 : 1), sent: known.sent + 1 });
  }
  return [
    shareFigure(
      "not-completed",
      null,
      [...trials.values()].map(({ failed, sent }) => [failed, sent]),
    ),
  ];
}

function shareFigure(
  figure: RepeatedFigure["figure"],
  subject: SuccessMetricId | null,
  counts: readonly (readonly [some: number, all: number])[],
): RepeatedFigure {
  const step = counts.length === 0 ? 0 : Math.max(...counts.map(([, all]) => 1 / all));
  return { figure, subject, values: counts.map(([some, all]) => some / all), step };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
