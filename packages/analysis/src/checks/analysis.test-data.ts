import { DEFAULT_ROUTER_PARAMETERS, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { Attribution } from "../order/attribution.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import type { RuleFit } from "../order/rule-fit.ts";
import type { WitnessQuality } from "../order/witness.ts";
import { RULE_NAMES, type RuleName } from "../policy/ordering-rule.ts";
import type { Judgement } from "./success-check.ts";

/** The same number for every log point. */
export function perPoint(count: number, others: Partial<Record<LogPoint, number>> = {}): Record<LogPoint, number> {
  const points = Object.keys(LOG_POINTS) as LogPoint[];
  return { ...(Object.fromEntries(points.map((point) => [point, count])) as Record<LogPoint, number>), ...others };
}

/** Arrivals that can be trusted: one pair of 100 was swapped. */
export const ARRIVALS = { witness: "arrivals", pairs: 100, swapped: 1, poor: null } as unknown as WitnessQuality;

/** Counts of a claim about an order that is followed in each of 50 pairs. */
export const FOLLOWED: ClaimCounts = {
  pairs: 60,
  undecidedByWitness: 3,
  undecidedByModel: 5,
  excused: 2,
  follows: 50,
  violates: 0,
  rightDispatches: 40,
  wrongDispatches: 0,
  followsAgainstFcfs: 48,
  opposedToFcfs: 48,
  withoutTerm: { term: "criticality", discipline: "sorted", opposed: 49, follows: 49 },
  share: 1,
  interval: { low: 0.93, high: 1 },
  plainShare: 1,
  plainInterval: { low: 0.93, high: 1 },
  pValue: 1e-6,
  contested: 44,
  episodes: 2,
  holds: [],
  examples: [],
};

const countsOf = ({ follows, violates, interval }: ClaimCounts) => ({ follows, violates, interval });

/** A claim whose treatment is as said; without a control arm. */
export function claimOf(
  treatment: Partial<ClaimCounts> | null = {},
  others: Partial<Omit<ClaimAnalysis, "treatment">> = {},
): ClaimAnalysis {
  const counts = treatment === null ? null : { ...FOLLOWED, ...treatment };
  return {
    check: "functional.criticality-order",
    witness: "arrivals",
    minimumContested: 20,
    treatment: counts,
    control: null,
    controlArm: false,
    discipline: "sorted",
    disciplines: counts === null ? [] : [{ discipline: "sorted", ...countsOf(counts) }],
    ...others,
  };
}

type Verdicts = Partial<Record<RuleName, RuleFit["verdict"]>>;

/** What a witness's order says of some rules, undecided about the others: each agrees with 19 of 20 decisive pairs. */
export function attributionOf(witness: Attribution["witness"], fits: Verdicts, control: Verdicts = {}): Attribution {
  const fitsOf = (verdicts: Verdicts) =>
    RULE_NAMES.map((rule) => ({
      ...{ rule, verdict: verdicts[rule] ?? "undecided", agreeing: 19, decisivePairs: 20 },
      ...{ discipline: null, equalTo: null },
    }));
  return {
    witness,
    fits: fitsOf(fits),
    control: fitsOf(control),
    text: `seen by ${witness}`,
  } as unknown as Attribution;
}

/** An analysis of 48 requests in which nothing is wrong, and of which a test changes what it is about. */
export function analysisOf(changes: Partial<Analysis> = {}): Analysis {
  return {
    schemaVersion: 3,
    scenario: "basic-priority",
    complete: true,
    hindrance: null,
    ending: "completed",
    losses: [],
    gateway: { gate: "model-server", witnesses: { routerLog: true, arrivals: true, routerMetrics: true } },
    situation: { environment: "existing", flavour: null, ordering: null, verbosity: null },
    machineLoad: null,
    lateSteps: null,
    gateFailures: [],
    requests: {
      planned: 48,
      sent: 48,
      outcomes: { completed: 48 },
      endedByGate: {},
      serverErrors: 0,
      examples: [],
      latenessP50Ms: 0,
      latenessP99Ms: 0,
      latenessMaxMs: 0,
      eventLoopDelayP99Ms: null,
    },
    timeouts: { requests: 0, expiredInQueue: 0, byGate: 0 },
    joins: { arrivalRate: 1, eventRate: 1, dispatchRate: 1, duplicatedArrivals: 0, foreignArrivals: 0 },
    clocks: { modelServers: {}, router: null },
    routers: ["epp"],
    witnesses: [ARRIVALS],
    episodes: [{ trial: 0, arm: "treatment", members: 24, unproven: null }],
    claims: [claimOf()],
    attribution: [attributionOf("arrivals", { "workload-aware": "explains", fcfs: "refuted" })],
    precedenceShares: [],
    waits: null,
    overhead: null,
    overheadRoutes: [],
    repeatedFigures: [],
    headerReadings: {
      compared: 12,
      misread: 0,
      mismatches: [],
      severalLines: { "last-line": 0, "joined-lines": 0 },
      unserved: 0,
      refused: [],
      answered4xx: 0,
    },
    log: {
      lines: 300,
      events: 288,
      markedLines: 288,
      damagedLines: 0,
      routerLines: 288,
      damage: [],
      forms: [],
      continuationLines: 0,
      unknownLines: 0,
      unknown: [],
      timeStepMs: null,
      missingSeq: 0,
      outOfOrder: 0,
      duplicates: 0,
      foreignEvents: 0,
      gaps: [],
    },
    ownEvents: 288,
    parameters: DEFAULT_ROUTER_PARAMETERS,
    parametersDeclared: false,
    logPoints: {
      lines: perPoint(48),
      unnamed: perPoint(0),
      requestsSeen: 48,
      ...{ unseenFirst: 0, unseenLast: 0 },
      requestsCompleted: 48,
      lacking: perPoint(0),
      unwritten: null,
      pointsFound: 6,
    },
    scores: {
      lines: 48,
      notRecomputed: 0,
      lackingFields: [],
      mismatches: 0,
      impossible: 0,
      largestError: 0,
      rounded: null,
      decidedBy: { wait: 8, criticality: 30, rate: 10 },
      examples: [],
      weights: null,
      fitted: null,
    },
    registry: {
      compared: 200,
      differences: 0,
      waitsCompared: 40,
      linesSwapped: false,
      isCoarse: false,
      examples: [],
      stillActive: 0,
      alpha: null,
    },
    health: { errorLines: 0, errors: [], clientAborts: 0, restarts: 0, dispatchedTwice: [] },
    ...changes,
  };
}

/** An analysis with some parts changed in places. */
export function analysisWith(changes: { readonly [Part in keyof Analysis]?: Partial<Analysis[Part]> }): Analysis {
  const sound = analysisOf();
  const parts = Object.entries(changes).map(([part, change]) => [
    part,
    { ...(sound[part as keyof Analysis] as object), ...(change as object) },
  ]);
  return { ...sound, ...Object.fromEntries(parts) };
}

/** What a judgement says in codes and numbers, without its words. */
export function gist(judgement: Judgement | null) {
  if (judgement === null) throw new Error("the check says nothing");
  const { verdict, reasons, figures } = judgement;
  return { verdict, reasons, figures: Object.fromEntries(figures.map(({ name, value }) => [name, value])) };
}
