import { DISTURBING_VERBOSITY, type ScoreTerm } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { Attribution } from "../order/attribution.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import type { WitnessName } from "../order/witness.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";

/** The whole interval of the share of pairs that follow the claim must lie above this to pass, below it to fail. */
export const ORDER_SHARE = 0.9;

/** Pairs for which another policy is sure of the opposite; with fewer, it cannot be refuted. */
const LEAST_PAIRS_AGAINST = 20;

/** A random order must have a smaller chance than this to follow the claim as well. */
export const MOST_CHANCE = 0.001;
export const LEAST_JOIN_RATE = 0.99;

/** Why evidence is too weak to judge an order, and what to do about it. */
export interface Weakness {
  readonly reason: string;
  readonly advice: string;
}

/** What speaks against an order whose pairs follow the claim. */
export function doubtOf(
  { pValue, rightDispatches, wrongDispatches, withoutTerm }: ClaimCounts,
  order: Attribution | undefined,
): Weakness | null {
  if (order?.fits.find(({ policy }) => policy === "workload-aware")?.verdict !== "explains") {
    return {
      reason: "the claimed pairs go as claimed, but the workload-aware policy does not explain the order as a whole",
      advice: "something else than the claimed term may have ordered them: compare the quoted fits in analysis.json",
    };
  }
  if (binomialInterval(withoutTerm.follows, withoutTerm.opposed).low <= ORDER_SHARE) {
    return {
      reason: `of ${withoutTerm.opposed} pairs that the policy without its ${withoutTerm.term} term orders the other way, ${withoutTerm.follows} went as claimed`,
      advice: "the claimed term may be missing: compare the overtakings in analysis.json with the router's scores",
    };
  }
  if ((pValue ?? 1) > MOST_CHANCE) {
    return {
      reason: `a random order would do as well with a chance of ${pValue?.toPrecision(2)}`,
      advice: "run more trials: --trials 10",
    };
  }
  const dispatches = rightDispatches + wrongDispatches;
  if (binomialInterval(rightDispatches, dispatches).high < ORDER_SHARE) {
    return {
      reason: `${wrongDispatches} of ${dispatches} dispatches took a request although one that should have gone first was waiting`,
      advice: "the router follows its policy only part of the time: read the quoted overtakings beside its log",
    };
  }
  return null;
}

const TWO_PASSES =
  "run once with the router at -v 2, for the arrivals, and once at -v 5, for its own order, then `wa-routing analyze --quiet-pass DIR --verbose-pass DIR`";

/** What to do about model servers that saw another order than the router logged, or than is known. */
function adviceOnDisturbance({ verbosity }: Pick<Analysis, "verbosity">): string {
  if (verbosity === null) {
    return `a log at -v 4 or 5 disturbs the way to the model servers: if the router's is, ${TWO_PASSES}; else look at the machine's load`;
  }
  return verbosity < DISTURBING_VERBOSITY
    ? `the router's log is quiet (-v ${verbosity}): look at the machine's load, and run more trials: --trials 10`
    : `a log at -v ${verbosity} disturbs the way to the model servers: ${TWO_PASSES}`;
}

/** Everything for which a run's evidence is too weak to tell any order, the most telling first. */
export function evidenceWeaknesses(analysis: Analysis, witness: WitnessName | null): Weakness[] {
  const found: Weakness[] = [];
  const add = adderTo(found);
  const episodes = analysis.episodes.filter(({ arm }) => arm === "treatment");
  const unproven = episodes.filter((episode) => episode.unproven !== null);
  const quality = analysis.witnesses.find(({ witness: name }) => name === "arrivals");
  const { joins, requests, gateway } = analysis;
  add(
    gateway.gate === "none",
    "no gate: without a held queue there is no order to see",
    "give --gate and the addresses that it needs",
  );
  add(!analysis.complete, "the run did not reach its end", "run it again; run.json says why it ended");
  add(
    analysis.routers.length > 1,
    `${analysis.routers.length} routers shared the requests (${analysis.routers.join(", ")}): an order exists only inside one`,
    "run against one router: scale it to one replica for the test",
  );
  add(episodes.length === 0, "no queue was held", "the scenario needs hold, send, barrier and release");
  add(
    unproven.length > 0,
    `${unproven.length} of ${episodes.length} trials have no proven queue: ${unproven[0]?.unproven}`,
    "check the gate and --router-metrics-url: the router must queue what is sent while the gate is closed",
  );
  const notCompleted = requests.sent - (requests.outcomes.completed ?? 0);
  add(
    notCompleted > 0,
    `${notCompleted} of ${requests.sent} requests did not complete: ${requests.examples[0]}`,
    "an order with holes is none: see performance.all-complete",
  );
  add(
    witness === null || witness === "completions",
    "nobody saw the order of dispatch: the order of completions is the model server's, not the router's",
    "give --model-server-admin-url (our model server lists arrivals) or --router-log",
  );
  add(
    witness === "router-log" && quality === undefined,
    "the router's log is the only witness, and its word is not enough alone",
    "give --model-server-admin-url, so that arrivals at the model servers can confirm it",
  );
  add(
    quality?.poor != null,
    `the witnesses disagree: at the model servers ${quality?.poor}`,
    adviceOnDisturbance(analysis),
  );
  const rate = witness === "router-log" ? joins.eventRate : joins.arrivalRate;
  add(
    rate !== null && rate < LEAST_JOIN_RATE,
    `only ${Math.round((rate ?? 0) * 100)} % of the requests were found at the ${witness === "router-log" ? "router's log" : "model servers"}`,
    "headers may be stripped or ids replaced on the way: see docs on joins",
  );
  return found;
}

/** Everything for which evidence about a claimed order is too weak, the most telling first. */
export function weaknessesOf(claim: ClaimAnalysis, analysis: Analysis): Weakness[] {
  const { treatment, control, witness, controlArm } = claim;
  const found = evidenceWeaknesses(analysis, witness);
  const add = adderTo(found);
  if (treatment === null) return found;
  add(
    treatment.contested < claim.minimumContested,
    `${treatment.contested} contested dispatches, ${claim.minimumContested} are needed`,
    "queue more requests of different workloads together",
  );
  add(
    controlArm && control !== null && control.episodes === 0,
    "no trial of the control arm was held",
    "run the scenario to its end",
  );
  add(
    control !== null && control.episodes > 0 && !isApart(treatment, control),
    `the control arm shows the same: ${percent(control?.plainShare ?? null)} of its pairs, ${percent(treatment.plainShare)} in the treatment`,
    "what the control shows too is not the policy's doing: look for another cause of the order",
  );
  add(
    treatment.opposedToFcfs < LEAST_PAIRS_AGAINST && treatment.interval.high >= ORDER_SHARE,
    `fcfs explains this just as well: only ${treatment.opposedToFcfs} decided pairs were sent the other way round`,
    "send in an order opposite to the expected one",
  );
  const { term, opposed } = treatment.withoutTerm;
  add(
    opposed < LEAST_PAIRS_AGAINST && treatment.interval.high >= ORDER_SHARE,
    `the policy without its ${term} term explains the order just as well: it is sure of the opposite for only ${opposed} decided pairs`,
    `let all but the ${term} speak against the claim: ${AGAINST[term]}`,
  );
  return found;
}

/** How a scenario makes the other terms oppose what it claims of one. */
const AGAINST: Readonly<Record<ScoreTerm, string>> = {
  criticality: "prime a workload with the more requests (requestsEach), the higher its criticality is",
  wait: "give the one that is to go first a lower criticality, as wait-time-boost does",
  rate: "let the one that is to go last wait longer before, as request-rate-fairness does",
};

function adderTo(found: Weakness[]) {
  return (when: boolean, reason: string, advice: string): void => {
    if (when) found.push({ reason, advice });
  };
}

/** Whether the treatment's effect stands clear of the control's; in either direction, so that a wrong order is a finding too. */
function isApart(treatment: ClaimCounts, control: ClaimCounts): boolean {
  if (control.plainShare === null || treatment.interval.high < ORDER_SHARE) return true;
  return treatment.plainInterval.low > control.plainInterval.high;
}

function percent(share: number | null): string {
  return share === null ? "none" : `${(share * 100).toFixed(1)} %`;
}
