import type { Expectation, Plan } from "@wa-routing/protocol";
import { ANALYSIS_SCHEMA_VERSION, type Analysis, type ClaimAnalysis } from "./analysis.ts";
import type { Evidence } from "./evidence.ts";
import { type JoinedEvidence, joinEvidence } from "./join-evidence.ts";
import { countLogPoints } from "./log-points.ts";
import { attribute } from "./order/attribution.ts";
import { chooseWitnesses } from "./order/choose-witnesses.ts";
import { type ModelOrders, modelOrders } from "./order/model-orders.ts";
import { type ClaimedPair, claimedPairs, countClaim } from "./order/order-claim.ts";
import { type QueueEpisode, queueEpisodes } from "./order/queue-episode.ts";
import type { Witness } from "./order/witness.ts";
import { measureOverhead } from "./overhead.ts";
import { rebuildRegistry } from "./registry-rebuild.ts";
import { jainIndexOfWaits, summariseRequests, workloadLatencies } from "./request-summary.ts";
import { headerReadings, routerHealth } from "./router-health.ts";
import { checkScores } from "./score-conformance.ts";

/**
 * Works out everything that a verdict needs from the plan of a scenario and what its run left behind.
 *
 * Pure: the same plan and evidence give the same analysis, byte for byte.
 */
export function analyze(plan: Plan, evidence: Evidence): Analysis {
  const { scenario, seed } = plan;
  const joined = joinEvidence(evidence);
  const episodes = queueEpisodes(evidence.steps, joined);
  const { witnesses, qualities } = chooseWitnesses(evidence, joined, episodes, scenario.control);
  const [main] = witnesses;
  const models = new Map(witnesses.map((witness) => [witness.name, lazily(() => modelOrders(joined, witness, seed))]));
  const treatment = episodes.filter(({ arm }) => arm === "treatment");
  const latencies = workloadLatencies(joined);
  const overheadClaim = scenario.expectations.find((expectation) => expectation.check === "performance.overhead");
  const { events } = evidence;
  return {
    schemaVersion: ANALYSIS_SCHEMA_VERSION,
    scenario: scenario.name,
    complete: evidence.complete,
    gateway: { gate: evidence.gateway.gate, witnesses: evidence.gateway.witnesses },
    requests: summariseRequests(plan, evidence.requests, evidence.eventLoopDelayP99Ms),
    failedSteps: evidence.steps.flatMap(({ ok, step, trial, problem }) =>
      ok ? [] : [`${step}${trial === null ? "" : ` of trial ${trial}`}: ${problem ?? "failed"}`],
    ),
    joins: joined.joins,
    clocks: { modelServers: joined.modelServerClocks, router: joined.routerClock },
    witnesses: qualities,
    episodes: episodes.map(({ trial, arm, members, unproven }) => ({ trial, arm, members: members.length, unproven })),
    claims: scenario.expectations.flatMap((expectation) =>
      claimAnalysis(plan, expectation, episodes, main, () => models.get(main?.name as "arrivals")?.() as ModelOrders),
    ),
    attribution:
      treatment.length === 0
        ? []
        : witnesses.map((witness) => attribute(treatment, witness, models.get(witness.name)?.() as ModelOrders, seed)),
    latencies,
    jainIndexOfWaits: jainIndexOfWaits(latencies),
    overhead: overheadClaim === undefined ? null : measureOverhead(evidence.requests, overheadClaim),
    headerReadings: headerReadingsOf(plan, joined),
    log: evidence.logReading,
    logPoints: events === null ? null : countLogPoints(joined.traces),
    scores: events === null ? null : checkScores(events),
    registry: events === null ? null : rebuildRegistry(events),
    health: events === null ? null : routerHealth(events, joined.traces),
  };
}

function claimAnalysis(
  { scenario }: Plan,
  expectation: Expectation,
  episodes: readonly QueueEpisode[],
  witness: Witness | undefined,
  models: () => ModelOrders,
): ClaimAnalysis[] {
  if (!("minimumContested" in expectation)) return [];
  const { check, minimumContested } = expectation;
  const controlArm = scenario.control !== undefined;
  if (witness === undefined) {
    return [{ check, witness: null, minimumContested, treatment: null, control: null, controlArm }];
  }
  const pairsOf = (episode: QueueEpisode): readonly ClaimedPair[] =>
    "precedences" in expectation
      ? claimedPairs(expectation.precedences, episode, witness, scenario.control)
      : referencePairs(expectation.references, expectation.minimumLevels, episode);
  const count = (arm: "treatment" | "control") =>
    countClaim(
      episodes.filter((episode) => episode.arm === arm),
      pairsOf,
      witness,
      models(),
    );
  const control = controlArm && "precedences" in expectation ? count("control") : null;
  return [{ check, witness: witness.name, minimumContested, treatment: count("treatment"), control, controlArm }];
}

/** Rows against references that are far enough away: the one of higher criticality goes first. */
function referencePairs(
  references: readonly string[],
  minimumLevels: number,
  { members }: QueueEpisode,
): ClaimedPair[] {
  const isReference = (workload: string) => references.includes(workload);
  const rows = members.filter(({ record }) => !isReference(record.workload));
  return members
    .filter(({ record }) => isReference(record.workload))
    .flatMap((reference) =>
      rows.flatMap((row): ClaimedPair[] => {
        const levels = row.record.criticality - reference.record.criticality;
        if (Math.abs(levels) < minimumLevels) return [];
        return [levels > 0 ? [row, reference] : [reference, row]];
      }),
    );
}

function headerReadingsOf({ scenario }: Plan, { traces }: JoinedEvidence) {
  return scenario.expectations.some(({ check }) => check === "functional.default-workload")
    ? headerReadings(traces)
    : null;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
