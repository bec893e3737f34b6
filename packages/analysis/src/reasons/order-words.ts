import { DISPATCH_LINES_VERBOSITY, DISTURBING_VERBOSITY, QUIET_VERBOSITY, type ScoreTerm } from "@wa-routing/protocol";
import type { UnprovenQueue } from "../order/queue-episode.ts";
import { MOST_ANSWERED_MEANWHILE_SHARE } from "../order/thresholds.ts";
import type { Policy } from "../policy/policy.ts";
import { disciplineName, ruleNames } from "./rule-names.ts";
import { isOurRouter, isStartedByUs, type Situation } from "./situation.ts";
import {
  atLoad,
  GIVE_GATE,
  LACKS_LINES,
  type LoadFigures,
  MORE_TRIALS,
  type None,
  percentOf,
  quoted,
  toGive,
  words,
} from "./words.ts";

const COMPARE_POLICY =
  "Look up a request that went too early in the log, beside the scores of those that waited: the queue compares something else than the formula's scores, or compares them at another time, or the router read another criticality than was sent.";

/** Why an order cannot be told, is doubted, or is another one than was claimed. */
export const ORDER_WORDS = {
  "no-gate": words<None>(() => "Nothing held the queue, so there was no order to see.", toGive(GIVE_GATE)),
  "no-queue-held": words<None>(() => "No queue was held.", "The scenario needs hold, send, barrier and release."),
  "queue-unproven": words<{ unproven: number; trials: number } & UnprovenFigures>(
    ({ unproven, trials, ...why }) =>
      `In ${unproven} of ${trials} trials no queue was proven: ${WHY_UNPROVEN[why.cause](why)}.`,
    toGive("Check the gate and --router-metrics-url: the router must queue what is sent while the gate is closed."),
  ),
  "several-routers": words<{ routers: number; names: string }>(
    ({ routers, names }) => `${routers} routers shared the requests (${names}): an order exists only inside one.`,
    "Run against one router: scale it to one replica for the test.",
  ),
  "order-has-holes": words<{ notCompleted: number; sent: number; example: string | null }>(
    ({ notCompleted, sent, example }) =>
      `${notCompleted} of ${sent} requests did not complete, and an order with holes is none${quoted(example)}.`,
    "See performance.all-complete.",
  ),
  "order-unseen": words<None>(
    () => "Nobody saw the order of dispatch; the order of the answers is the model server's, not the router's.",
    toGive("Give --model-server-admin-url (our model server lists arrivals) or --router-log."),
  ),
  "log-only-witness": words<None>(
    () => "Only the router's own log shows the order, and its word is not enough alone.",
    toGive("Give --model-server-admin-url, so that arrivals at the model servers can confirm it."),
  ),
  "witnesses-disagree": words<SwappedFigures & LoadFigures>(
    ({ swapped, pairs, comparedWith, ...load }) =>
      `The witnesses disagree: ${swapped} of ${pairs} pairs reached the model servers in another order than ${comparedWith === "router-log" ? "the router's log has them" : "they were sent"}${atLoad(load)}.`,
    (situation, { answeredMeanwhilePercent = 0 }) => {
      const isNamed = answeredMeanwhilePercent > percentOf(MOST_ANSWERED_MEANWHILE_SHARE) && !isStartedByUs(situation);
      const later = `Let the model servers answer later, too, with a longer time to the first token: ${answeredMeanwhilePercent} % of the requests were still on their way when others had been answered, and answers slow down what still leaves.`;
      return isNamed ? `${aboutDisturbance(situation)} ${later}` : aboutDisturbance(situation);
    },
  ),
  "witness-blurred": words<{ decidedPercent: number; bandMs: number } & LoadFigures>(
    ({ decidedPercent, ...load }) =>
      `Requests reached the model servers too close together: only ${decidedPercent} % of the pairs can be told apart${atLoad(load)}.`,
    aboutDisturbance,
  ),
  "few-joined": words<{ percent: number; witness: "router-log" | "arrivals" }>(
    ({ percent, witness }) =>
      `Only ${percent} % of the requests were found ${witness === "router-log" ? "in the router's log" : "at the model servers"}.`,
    "Look for what strips headers, replaces ids or loses requests between the client and the model servers.",
  ),
  "few-contested": words<{ contested: number; needed: number }>(
    ({ contested, needed }) => `There was a choice between workloads only ${contested} times; ${needed} are needed.`,
    "Queue more requests of different workloads together.",
  ),
  "control-not-held": words<None>(() => "No trial of the control arm was held.", "Run the scenario to its end."),
  "control-shows-same": words<{ controlPercent: number | null; treatmentPercent: number | null }>(
    ({ controlPercent, treatmentPercent }) =>
      `The control arm shows the same order: ${shareOf(controlPercent)} go as claimed in it, and ${shareOf(treatmentPercent)} in the treatment.`,
    "What the control shows too is not the policy's doing: look for another cause of the order.",
  ),
  "fcfs-not-opposed": words<OpposedFigures>(
    ({ opposed, needed }) =>
      `First come, first served predicts the same order: it contradicts the claim on only ${opposed} pairs (${needed} needed).`,
    "Send in an order opposite to the expected one.",
  ),
  "ablation-not-opposed": words<{ term: ScoreTerm } & OpposedFigures>(
    ({ term, opposed, needed }) =>
      `A rule without the ${term} term predicts the same order: it contradicts the claim on only ${opposed} pairs (${needed} needed).`,
    (_, { term }) => `Change the scenario so that ${AGAINST[term]}.`,
  ),
  "ablation-not-refuted": words<{
    term: ScoreTerm;
    opposed: number;
    follows: number;
    lowPercent: number;
    neededPercent: number;
  }>(
    ({ term, opposed, follows, lowPercent, neededPercent }) =>
      `${follows} of ${opposed} pairs that a rule without the ${term} term would have reversed went as claimed: that shows ${lowPercent} % of such pairs, and more than ${neededPercent} % is needed.`,
    (_, { opposed, follows, neededPercent }) =>
      follows * 100 > opposed * neededPercent
        ? MORE_TRIALS
        : "The claimed term may be missing: compare the overtakings in analysis.json with the router's scores.",
  ),
  "order-unexplained": words<None>(
    () => "The claimed pairs go as claimed, but the workload-aware rule does not explain the order as a whole.",
    "Something else than the claimed term may have ordered them: compare the fits in analysis.json.",
  ),
  "random-order-fits": words<{ chancePercent: number; mostChancePercent: number }>(
    ({ chancePercent, mostChancePercent }) =>
      `A random order is too likely to fit as well: ${chancePercent} %, where at most ${mostChancePercent} % will do.`,
    MORE_TRIALS,
  ),
  "wrong-dispatches": words<{ wrong: number; dispatches: number }>(
    ({ wrong, dispatches }) =>
      `${wrong} of ${dispatches} dispatches took a request although one that should have gone first was waiting.`,
    "The router follows its policy only part of the time: read the quoted overtakings beside its log.",
  ),
  "share-undecided": words<{
    /** Of which pairs: all that are claimed, or those that first come, first served would reverse. */
    of: "claimed" | "opposed-to-fcfs";
    lowPercent: number;
    highPercent: number;
    neededPercent: number;
    trials: number;
  }>(
    ({ of, lowPercent, highPercent, neededPercent }) =>
      of === "claimed"
        ? `Too few pairs to decide: between ${lowPercent} and ${highPercent} % go as claimed, and the line is at ${neededPercent} %.`
        : `Of the pairs that first come, first served would reverse, between ${lowPercent} and ${highPercent} % go as claimed, and more than ${neededPercent} % is needed.`,
    (_, { trials, highPercent, neededPercent }) =>
      highPercent < neededPercent
        ? "First come, first served may have ordered some of them: compare the fits in analysis.json."
        : `Run more trials: about ${trials} an arm would decide it (--trials ${trials}).`,
  ),
  "claim-violated": words<{ follows: number; decided: number }>(
    ({ follows, decided }) => `Only ${follows} of ${decided} pairs of waiting requests left in the claimed order.`,
    (_situation, _figures, scenario) =>
      `Compare the router's ordering policy with what ${scenario} claims (wa-routing scenarios show ${scenario} prints it, where it is one of ours).`,
  ),
  "explained-by": words<{ rules: string; discipline: Policy["discipline"]; agreeing: number; pairs: number }>(
    ({ rules, discipline, agreeing, pairs }) =>
      `What explains the order is ${ruleNames(rules)}${discipline === null ? "" : ` (queue: ${disciplineName(discipline)})`}: ${agreeing} of ${pairs} pairs.`,
    null,
  ),
  "nothing-explains": words<None>(() => "No rule that we know explains the order.", null),
  "dispatched-twice": words<{ id: string; times: number }>(
    ({ id, times }) => `${id} was logged as dispatched ${times} times.`,
    "Compare the router's dispatch lines with its queue.",
  ),
  "no-dispatch-positions": words<None>(() => "The log has no lines that tell of a dispatch.", dispatchLines),
  "dispatches-unnamed": words<{ lines: number }>(
    ({ lines }) => `None of the ${lines} dispatch lines of the log says which request left.`,
    "Let the router write request_id with each dispatch; dispatch_seq beside it makes the order exact.",
  ),
  "log-lines-swapped": words<{ swapped: number; pairs: number }>(
    ({ swapped, pairs }) =>
      `The log's lines are not in the order of dispatch: in the control arm ${swapped} of ${pairs} pairs stand in another order than they were sent.`,
    "Let the router write dispatch_seq, counted where a request leaves the queue.",
  ),
  "dispatches-missing": words<{ percent: number }>(
    ({ percent }) => `The log is not whole: it tells of the dispatch of ${percent} % of the requests.`,
    toGive(
      "Follow the log from before the run to its end: what is replayed without a request is another queue.",
      LACKS_LINES,
    ),
  ),
  "rule-refuted": words<{ agreeing: number; pairs: number }>(
    ({ agreeing, pairs }) =>
      `Requests left in another order than the formula's scores give: ${agreeing} of ${pairs} pairs agree.`,
    COMPARE_POLICY,
  ),
  "rule-refuted-in-control": words<{ agreeing: number; pairs: number }>(
    ({ agreeing, pairs }) =>
      `In the control arm requests left in another order than the formula's scores give: ${agreeing} of ${pairs} pairs agree.`,
    COMPARE_POLICY,
  ),
  "order-undecided": words<None>(() => "Too little was seen to tell which rule made the order.", MORE_TRIALS),
} as const;

function shareOf(percent: number | null): string {
  return percent === null ? "no pairs that could be told apart" : `${percent} % of the pairs`;
}

function dispatchLines(situation: Situation): string {
  if (situation.verbosity === DISPATCH_LINES_VERBOSITY) return "Let the router write dispatch_seq with each dispatch.";
  return isStartedByUs(situation) && !isOurRouter(situation)
    ? `Run it with --log-verbosity ${DISPATCH_LINES_VERBOSITY}.`
    : `Let the router write dispatch_seq, or run it at -v ${DISPATCH_LINES_VERBOSITY}.`;
}

type OpposedFigures = { opposed: number; needed: number };
type SwappedFigures = {
  swapped: number;
  pairs: number;
  largestGapMs: number;
  comparedWith: "router-log" | "send-order";
  /** Absent in records of earlier versions. */
  answeredMeanwhilePercent?: number;
};

/** An {@link UnprovenQueue} as figures: what a cause does not have is absent. */
type UnprovenFigures = {
  cause: UnprovenQueue["cause"];
  code?: string | null;
  problem?: string | null;
  arrived?: number;
  members?: number;
  seen?: number | null;
  expected?: number;
};

const WHY_UNPROVEN: Readonly<Record<UnprovenQueue["cause"], (figures: UnprovenFigures) => string>> = {
  "not-held": () => "nothing held it",
  "gate-not-closed": ({ problem }) => problem ?? "the gate was not seen to close",
  "gate-failed": ({ problem }) => problem ?? "the gate did not do what it was to do",
  "gate-never-opened": () => "the run ended before the gate was opened",
  "queue-not-full": ({ problem }) => problem ?? "the queue did not fill",
  leaked: ({ arrived, members }) =>
    `${arrived} of ${members} requests reached a model server while the gate was closed`,
  "queue-not-seen": ({ seen = null, expected }) =>
    seen === null
      ? `nobody has read on the router's gauge that ${expected} requests were queued`
      : `the router's gauge showed ${seen} queued requests, not ${expected}`,
  "not-witnessed": () => "neither the router's queue gauge nor arrivals at the model servers show it",
};

/** How a scenario makes the other terms oppose what it claims of one. */
const AGAINST: Readonly<Record<ScoreTerm, string>> = {
  criticality:
    "wait and rate favour the opposite order: prime a workload with the more requests (requestsEach), the higher its criticality is",
  wait: "criticality and rate favour the opposite order: give the one that is to go first a lower criticality, as wait-time-boost does",
  rate: "wait and criticality favour the opposite order: let the one that is to go last wait longer before, as request-rate-fairness does",
};

const TWO_PASSES = `run once with the router at -v ${QUIET_VERBOSITY}, for the arrivals, and once at -v ${DISPATCH_LINES_VERBOSITY}, for its own order, then wa-routing analyze --quiet-pass DIR --verbose-pass DIR`;

/** What to do about model servers that saw another order than the router logged, or than is known. */
function aboutDisturbance({ verbosity }: Situation): string {
  if (verbosity === null) {
    return `A log at -v ${DISTURBING_VERBOSITY} or more disturbs the way to the model servers: if the router's is, ${TWO_PASSES}; else look at the machine's load.`;
  }
  return verbosity < DISTURBING_VERBOSITY
    ? `The router's log is quiet (-v ${verbosity}): look at the machine's load, and run more trials, with --trials.`
    : `A log at -v ${verbosity} disturbs the way to the model servers: ${TWO_PASSES}.`;
}
