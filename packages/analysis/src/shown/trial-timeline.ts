import type { Plan, TimelineRequest, TrialTimeline } from "@wa-routing/protocol";
import { type Gathered, gather } from "../analyze.ts";
import { arrivedAt } from "../evidence/arrived-at.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { orderBy } from "../order/witness.ts";
import { shownWitness } from "./rank-comparison.ts";

/** How much of a trial is told. */
export interface TimelineRoom {
  readonly mostRequests: number;
  readonly mostSamples: number;
}

type Timed = Pick<Gathered, "whole" | "joined" | "episodes" | "witnesses">;

/** The trial that stands for a scenario: the first of the treatment whose queue is proven, else the first of the treatment; null: none. */
export function shownTrial({ episodes }: Pick<Gathered, "episodes">): number | null {
  const treatment = episodes.filter(({ arm }) => arm === "treatment");
  return (treatment.find(({ unproven }) => unproven === null) ?? treatment[0])?.trial ?? null;
}

/** What happened in a trial: the requests that went through the router under test, those that were primed first among them. */
export function trialTimeline(
  { whole, joined, episodes, witnesses }: Timed,
  trial: number,
  { mostRequests, mostSamples }: TimelineRoom,
): TrialTimeline {
  const steps = whole.steps.filter((step) => step.trial === trial);
  const traces = joined.traces
    .filter(({ record }) => record.trial === trial)
    .sort((a, b) => a.record.sequence - b.record.sequence);
  const witness = shownWitness({ witnesses });
  const members = episodes.filter((episode) => episode.trial === trial).flatMap((episode) => episode.members);
  const places = new Map((witness === null ? [] : orderBy(witness, members)).map((trace, at) => [trace, at + 1]));
  const { startMs = 0 } = steps[0] ?? {};
  const { endMs = startMs } = steps.at(-1) ?? {};
  const samples = whole.metrics.filter(({ atMs }) => atMs >= startMs && atMs <= endMs);
  const shown = traces.slice(0, mostRequests);
  return {
    trial,
    arm: steps[0]?.arm ?? traces[0]?.record.arm ?? "treatment",
    steps: steps.map(({ step, startMs: from, endMs: to, ok }) => ({ step, startMs: from, endMs: to, ok })),
    requests: shown.map((trace) => timed(trace, joined, places.get(trace) ?? null)),
    requestsLeftOut: traces.length - shown.length,
    samples: everyNth(samples, mostSamples).map(({ atMs, queueSize, poolSaturation }) => ({
      ...{ atMs, queueSize, poolSaturation },
    })),
  };
}

/** The trials of a scenario, each in turn, whole. */
export function* trialTimelines(plan: Plan, evidence: Evidence): Generator<TrialTimeline> {
  const gathered = gather(plan, evidence);
  const trials = new Set(evidence.steps.flatMap(({ trial }) => trial ?? []));
  for (const trial of trials) yield trialTimeline(gathered, trial, { mostRequests: Infinity, mostSamples: Infinity });
}

function timed(trace: RequestTrace, joined: Timed["joined"], place: number | null): TimelineRequest {
  const { record, arrival, enqueued, dispatched } = trace;
  const { routerClock } = joined;
  const { id, workload, criticality, primed, sendMs, endMs, outcome } = record;
  const byRouter = (ms: number | null | undefined) =>
    ms == null || routerClock === null ? null : ms + routerClock.offsetMs;
  return {
    ...{ id, workload, criticality, primed, sentMs: sendMs },
    enteredMs: byRouter(enqueued?.routerMs),
    dispatchedMs: byRouter(dispatched?.routerMs),
    arrivedMs: arrivedAt(trace, joined)?.atMs ?? null,
    ...{ endMs, outcome, modelServer: arrival?.modelServer ?? null, place },
  };
}

/** At most so many, spread evenly. */
function everyNth<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, Math.ceil(items.length / most));
  return items.filter((_, index) => index % step === 0);
}
