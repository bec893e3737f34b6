import { type Expectation, type Plan, seededRandom } from "@wa-routing/protocol";
import { ANALYSIS_SCHEMA_VERSION, type Analysis, type ClaimAnalysis } from "./analysis.ts";
import type { Evidence } from "./evidence.ts";
import { type JoinedEvidence, joinEvidence } from "./join-evidence.ts";
import { countLogPoints } from "./log-points.ts";
import { attribute } from "./order/attribution.ts";
import { chooseWitnesses } from "./order/choose-witnesses.ts";
import { type ModelOrders, modelOrders } from "./order/model-orders.ts";
import { type ClaimedPair, claimedPairs, countClaim, type PairSource } from "./order/order-claim.ts";
import { type QueueEpisode, queueEpisodes } from "./order/queue-episode.ts";
import { type ReplayTimes, replayTimes } from "./order/replay-times.ts";
import type { Witness } from "./order/witness.ts";
import { measureOverhead } from "./overhead.ts";
import { rebuildRegistry } from "./registry-rebuild.ts";
import { summariseRequests, workloadLatencies } from "./request-summary.ts";
import { headerReadings, routerHealth } from "./router-health.ts";
import { checkScores } from "./score-conformance.ts";
import { waitEffects } from "./wait-effect.ts";
import { jainIndexOfWaits, starvation } from "./wait-fairness.ts";
import { workloadTimes } from "./workload-times.ts";

/**
 * Works out everything that a verdict needs from the plan of a scenario and what its run left behind.
 *
 * Pure: the same plan and evidence give the same analysis, byte for byte.
 */
export function analyze(plan: Plan, evidence: Evidence): Analysis {
  const { scenario, seed } = plan;
  const joined = joinEvidence(evidence);
  const claimsOrder = scenario.expectations.some((expectation) => "minimumContested" in expectation);
  const episodes = queueEpisodes(evidence.steps, joined, { alsoUnheld: claimsOrder });
  const { witnesses, qualities } = chooseWitnesses(evidence, joined, episodes, scenario.control);
  const [main] = witnesses;
  const models = new Map(
    witnesses.map((witness) => [
      witness.name,
      lazily(() => {
        const times = replayTimes(joined, witness);
        return { times, orders: modelOrders(times, seed) };
      }),
    ]),
  );
  const modelsOf = (witness: Witness) => (models.get(witness.name) as () => Models)();
  const treatment = episodes.filter(({ arm }) => arm === "treatment");
  const times = workloadTimes(joined);
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
    routers: [...new Set(joined.traces.map(({ dispatched }) => dispatched?.router ?? null))]
      .filter((router) => router !== null)
      .sort(),
    witnesses: qualities,
    episodes: episodes.map(({ trial, arm, members, unproven }) => ({ trial, arm, members: members.length, unproven })),
    claims: scenario.expectations.flatMap((expectation) => claimAnalysis(plan, expectation, episodes, main, modelsOf)),
    attribution:
      treatment.length === 0
        ? []
        : witnesses.map((witness) => {
            const { orders, times: replayed } = modelsOf(witness);
            return attribute(episodes, witness, orders, replayed, seed);
          }),
    latencies: workloadLatencies(times),
    jainIndexOfWaits: jainIndexOfWaits(times, seed),
    starvation: starvation(times),
    waitEffects: waitEffects(times, seed),
    overhead: overheadClaim === undefined ? null : measureOverhead(evidence.requests, overheadClaim, seed),
    headerReadings: headerReadingsOf(plan, joined),
    log: evidence.logReading,
    logPoints: events === null ? null : countLogPoints(joined.traces),
    scores: events === null ? null : checkScores(events),
    registry: events === null ? null : rebuildRegistry(events),
    health: events === null ? null : routerHealth(events, joined.traces),
  };
}

function claimAnalysis(
  { scenario, seed }: Plan,
  expectation: Expectation,
  episodes: readonly QueueEpisode[],
  witness: Witness | undefined,
  modelsOf: (witness: Witness) => Models,
): ClaimAnalysis[] {
  if (!("minimumContested" in expectation)) return [];
  const { check, minimumContested } = expectation;
  const controlArm = scenario.control !== undefined;
  if (witness === undefined) {
    return [{ check, witness: null, minimumContested, treatment: null, control: null, controlArm }];
  }
  const source =
    "precedences" in expectation
      ? claimedPairs(expectation.precedences, scenario.control)
      : referencePairs(expectation.references, expectation.minimumLevels);
  const count = (arm: "treatment" | "control") =>
    countClaim(
      episodes.filter((episode) => episode.arm === arm),
      source,
      witness,
      modelsOf(witness).orders,
      arm === "treatment" ? seededRandom(`${seed}/${check}`) : null,
    );
  const control = controlArm && "precedences" in expectation ? count("control") : null;
  return [{ check, witness: witness.name, minimumContested, treatment: count("treatment"), control, controlArm }];
}

/** Rows against references that are far enough away: the one of higher criticality goes first. */
function referencePairs(references: readonly string[], minimumLevels: number): PairSource {
  const isReference = (workload: string) => references.includes(workload);
  const pairsOf: PairSource["pairsOf"] = ({ members }) => {
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
  };
  return { pairsOf, dependsOnOrder: false };
}

interface Models {
  readonly times: ReplayTimes;
  readonly orders: ModelOrders;
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
