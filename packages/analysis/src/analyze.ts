import { DEFAULT_ROUTER_PARAMETERS, type FlowEvent, isOrderClaim, type Plan } from "@wa-routing/protocol";
import { ANALYSIS_SCHEMA_VERSION, type Analysis } from "./analysis.ts";
import { repeatedFigures } from "./compare/repeated-figures.ts";
import { headerReadings } from "./conformance/header-readings.ts";
import { countLogPoints } from "./conformance/log-points.ts";
import { rebuildRegistry } from "./conformance/registry-rebuild.ts";
import { routerHealth } from "./conformance/router-health.ts";
import { checkScores } from "./conformance/score-conformance.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { endedByGate, gateFailures } from "./evidence/gate-failures.ts";
import { type JoinedEvidence, joinEvidence } from "./evidence/join-evidence.ts";
import { lateSteps } from "./evidence/late-steps.ts";
import { requestTimeouts } from "./evidence/request-timeouts.ts";
import { routerEvidence } from "./evidence/router-evidence.ts";
import { silences } from "./evidence/silences.ts";
import { writtenWithin } from "./evidence/written-within.ts";
import { attribute } from "./order/attribution.ts";
import { chooseWitnesses } from "./order/choose-witnesses.ts";
import { claimAnalysis, claimedTerms } from "./order/claim-analysis.ts";
import { precedenceShares } from "./order/precedence-shares.ts";
import { type QueueEpisode, queueEpisodes, releasesOf } from "./order/queue-episode.ts";
import { createReplays, type Replays } from "./order/replays.ts";
import { fitOf } from "./order/rule-fit.ts";
import type { Witness, WitnessQuality } from "./order/witness.ts";
import { overheadAnalysis } from "./overhead/overhead-routes.ts";
import { CLAIMED_RULE } from "./policy/ordering-rule.ts";
import { QUEUE_DISCIPLINES } from "./policy/queue-discipline.ts";
import { situationOf } from "./reasons/situation.ts";
import { summariseRequests } from "./waits/request-summary.ts";
import { scenarioWaits } from "./waits/scenario-waits.ts";
import { heldEpisodes } from "./waits/workload-times.ts";

/**
 * Works out everything that a verdict needs from the plan of a scenario and what its run left behind.
 *
 * Pure: the same plan and evidence give the same analysis, byte for byte.
 */
export function analyze(plan: Plan, whole: Evidence): Analysis {
  return examine(plan, whole).analysis;
}

/** What the witnesses of a scenario say of its requests, before anything is worked out from it. */
export interface Gathered {
  readonly plan: Plan;
  /** Of the whole scenario, other routes too. */
  readonly whole: Evidence;
  /** What speaks of the router under test. */
  readonly evidence: Evidence;
  readonly joined: JoinedEvidence;
  readonly episodes: readonly QueueEpisode[];
  readonly witnesses: readonly Witness[];
  readonly qualities: readonly WitnessQuality[];
}

/** An analysis, and what it was worked out from: for whoever shows single requests. */
export interface Examined extends Gathered {
  readonly replaysOf: (witness: Witness) => Replays;
  readonly analysis: Analysis;
}

/** Joins the witnesses' records, and finds the holds and who can be heard of them. */
export function gather(plan: Plan, whole: Evidence): Gathered {
  const evidence = routerEvidence(whole);
  const joined = joinEvidence(evidence);
  const claimsOrder = plan.scenario.expectations.some(isOrderClaim);
  const episodes = queueEpisodes(evidence.steps, joined, {
    alsoUnheld: claimsOrder,
    hasGauge: evidence.gateway.witnesses.routerMetrics,
  });
  const { witnesses, qualities } = chooseWitnesses(evidence, joined, episodes, plan.scenario.control);
  return { plan, whole, evidence, joined, episodes, witnesses, qualities };
}

/** The same as {@link analyze}, with what it was worked out from. */
export function examine(plan: Plan, whole: Evidence): Examined {
  const { scenario, seed } = plan;
  const gathered = gather(plan, whole);
  const { evidence, joined, episodes, witnesses, qualities } = gathered;
  const { parameters = DEFAULT_ROUTER_PARAMETERS } = evidence.gateway;
  const [main] = witnesses;
  const replaysOf = createReplays(joined, seed, parameters, releasesOf(evidence.steps));
  const failures = gateFailures(evidence.steps);
  const isByGate = endedByGate(failures);
  const treatment = episodes.filter(({ arm }) => arm === "treatment");
  const attribution =
    treatment.length === 0
      ? []
      : witnesses.map((witness) => {
          const { orders, times } = replaysOf(witness);
          return attribute(episodes, witness, orders, times, claimedTerms(scenario), seed);
        });
  const [deciding] = attribution;
  const discipline = deciding === undefined ? QUEUE_DISCIPLINES[0] : fitOf(deciding.fits, CLAIMED_RULE).discipline;
  const { events, logReading } = evidence;
  const times = {
    silences: silences(evidence.steps, evidence.losses),
    isWithin: writtenWithin(joined.routerClock, logReading?.timeStepMs ?? 0),
  };
  const claims = scenario.expectations.flatMap((expectation) =>
    claimAnalysis(plan, expectation, episodes, main, discipline, replaysOf),
  );
  const held = heldEpisodes(episodes, evidence.steps);
  const analysis: Analysis = {
    schemaVersion: ANALYSIS_SCHEMA_VERSION,
    scenario: scenario.name,
    complete: evidence.complete,
    hindrance: evidence.hindrance,
    ending: evidence.ending,
    losses: evidence.losses,
    gateway: { gate: evidence.gateway.gate, witnesses: evidence.gateway.witnesses },
    situation: situationOf(evidence.gateway),
    parameters,
    parametersDeclared: evidence.gateway.parameters !== undefined,
    machineLoad: evidence.machineLoad,
    lateSteps: lateSteps(plan, evidence.steps),
    gateFailures: failures,
    requests: summariseRequests(plan, evidence.requests, evidence.eventLoopDelayP99Ms, isByGate),
    timeouts: requestTimeouts(joined.traces, evidence.events, isByGate),
    joins: joined.joins,
    clocks: { modelServers: joined.modelServerClocks, router: joined.routerClock },
    routers: [...new Set(joined.traces.map(({ dispatched }) => dispatched?.router ?? null))]
      .filter((router) => router !== null)
      .sort(),
    witnesses: qualities,
    episodes: episodes.map(({ trial, arm, members, unproven }) => ({ trial, arm, members: members.length, unproven })),
    claims,
    attribution,
    precedenceShares:
      main === undefined || treatment.length === 0
        ? []
        : precedenceShares(Object.keys(scenario.workloads), treatment, main),
    waits: scenarioWaits(plan, evidence.steps, joined, episodes),
    ...overheadAnalysis(plan, whole.requests),
    repeatedFigures: repeatedFigures({ plan, requests: whole.requests, joined, episodes, held, claims, isByGate }),
    headerReadings: headerReadingsOf(plan, joined),
    log: logReading,
    ownEvents: events?.filter(namesSomebody).length ?? 0,
    logPoints: events === null ? null : countLogPoints(joined.traces, joined.linesByWorkload, events),
    scores: events === null ? null : checkScores(events, parameters),
    registry: events === null ? null : registryOf(evidence, events, parameters),
    health: events === null ? null : routerHealth(events, joined.traces, times),
  };
  return { ...gathered, replaysOf, analysis };
}

function registryOf(
  { registryEvents, requests }: Evidence,
  events: readonly FlowEvent[],
  parameters: Parameters<typeof rebuildRegistry>[1],
) {
  const newIds = new Set(requests.flatMap(({ workloadId }) => (workloadId === null ? [] : [workloadId])));
  return rebuildRegistry(registryEvents ?? events, parameters, { newIds, own: new Set(events) });
}

/** Of a scenario's events, which are about nobody else. */
function namesSomebody(event: FlowEvent): boolean {
  return ("requestId" in event && event.requestId !== null) || ("workloadId" in event && event.workloadId !== null);
}

function headerReadingsOf({ scenario }: Plan, { traces }: JoinedEvidence) {
  return scenario.expectations.some(({ check }) => check === "functional.default-workload")
    ? headerReadings(traces)
    : null;
}
