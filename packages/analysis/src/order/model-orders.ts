import { type Random, seededRandom } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { type Ablation, ORDERING_RULES, RULE_NAMES, type RuleName } from "../policy/ordering-rule.ts";
import { type Policy, policiesOf } from "../policy/policy.ts";
import { type ReplayInput, replay, USUAL_AVERAGE_LAG_MS } from "../policy/replay.ts";
import type { ReplayedRequest } from "../policy/replayed-request.ts";
import { lineKeyOf } from "./queue-episode.ts";
import type { ReplayTimes } from "./replay-times.ts";

/** What a policy would have done with a pair, over all replays: -1 the first always goes first, 1 the second, 0 it depends. */
export type PairPrediction = (a: RequestTrace, b: RequestTrace) => -1 | 0 | 1;

/** A rule under one of its disciplines, and what it predicts. */
export interface PolicyOrder {
  readonly discipline: Policy["discipline"];
  /** Whether requests of one line are alike to it: then it predicts of the first, second, … of them to leave, whichever that is. */
  readonly alikeInLine: boolean;
  readonly predict: PairPrediction;
}

/** Predictions of every rule, ablations too, under each discipline that may make a difference to it. */
export type ModelOrders = Readonly<Record<RuleName | Ablation, RuleOrder>>;

export interface RuleOrder {
  readonly policies: readonly PolicyOrder[];
  /** An earlier rule that gives the very same order in every replay; null: none. */
  readonly equalTo: () => RuleName | null;
}

/** What a rule under a discipline predicts. */
export function predictionOf(
  models: ModelOrders,
  rule: RuleName | Ablation,
  discipline: Policy["discipline"],
): PairPrediction {
  const found = models[rule].policies.find((policy) => policy.discipline === discipline);
  if (found === undefined) throw new RangeError(`${rule} is not replayed under ${discipline}`);
  return found.predict;
}

export const REPLAYS = 24;

/** The place of each request in the order of each replay; infinite where none was left for it. */
type Positions = readonly Float64Array[];

/** Replays everything that the scenario sent, under each policy once with the times as known and 23 times with drawn errors. */
export function modelOrders(times: ReplayTimes, seed: number): ModelOrders {
  const indexOf = new Map(times.traces.map((trace, index) => [trace, index]));
  const replayedRules = new Map<RuleName | Ablation, readonly Positions[]>();
  // Made when they are first asked for: the rules together, since they share the draws; an ablation by itself.
  const positionsOf = (rule: RuleName | Ablation): readonly Positions[] => {
    const known = replayedRules.get(rule);
    if (known !== undefined) return known;
    const together = isAblation(rule) ? [rule] : RULE_NAMES;
    for (const [name, positions] of replayed(together, times, seed)) replayedRules.set(name, positions);
    return replayedRules.get(rule) as readonly Positions[];
  };
  const ruleOrder = (rule: RuleName | Ablation): RuleOrder => ({
    policies: policiesOf(rule).map(({ discipline }, number) => {
      let own: Positions | undefined;
      const predict: PairPrediction = (a, b) => {
        const indexA = indexOf.get(a);
        const indexB = indexOf.get(b);
        if (indexA === undefined || indexB === undefined) return 0;
        own ??= positionsOf(rule)[number] as Positions;
        return orderInAll(own, indexA, indexB);
      };
      return { discipline, alikeInLine: ORDERING_RULES[rule].kind === "scored", predict };
    }),
    equalTo() {
      const fixed = RULE_NAMES.filter((name) => ORDERING_RULES[name].kind === "fixed");
      const earlier = fixed.slice(0, Math.max(0, fixed.indexOf(rule as RuleName)));
      const ordersOf = (name: RuleName) => positionsOf(name)[0] as Positions;
      return earlier.find((name) => areSame(ordersOf(name), ordersOf(rule as RuleName))) ?? null;
    },
  });
  const names = Object.keys(ORDERING_RULES) as (RuleName | Ablation)[];
  return Object.fromEntries(names.map((rule) => [rule, ruleOrder(rule)])) as unknown as ModelOrders;
}

function isAblation(rule: RuleName | Ablation): rule is Ablation {
  return !RULE_NAMES.some((name) => name === rule);
}

function areSame(a: Positions, b: Positions): boolean {
  return a.every((places, draw) => places.every((place, request) => place === b[draw]?.[request]));
}

function orderInAll(positions: Positions, a: number, b: number): -1 | 0 | 1 {
  const first = (positions[0]?.[a] ?? 0) < (positions[0]?.[b] ?? 0);
  for (const of of positions) if ((of[a] as number) < (of[b] as number) !== first) return 0;
  return first ? -1 : 1;
}

/** The same draws for every policy: they differ by what they do with them, not by luck. */
function replayed<Name extends RuleName | Ablation>(
  rules: readonly Name[],
  times: ReplayTimes,
  seed: number,
): (readonly [Name, readonly Positions[]])[] {
  const randoms = { errors: seededRandom(`${seed}/replays`), ofRest: seededRandom(`${seed}/replays/rest`) };
  const lines = linesOf(times);
  const inputs = Array.from({ length: REPLAYS }, (_, draw) => drawn(times, draw > 0, randoms));
  return rules.map((rule) => [
    rule,
    policiesOf(rule).map((policy) => inputs.map((input) => positionsIn(policy, input, times, lines))),
  ]);
}

/** Requests of one workload and criticality, by their places in `traces`, in the order in which they were seen to leave. */
function linesOf({ traces, leftAs }: ReplayTimes): number[][] {
  const lines = new Map<string, number[]>();
  const order = traces.map((_, index) => index).sort((a, b) => (leftAs[a] as number) - (leftAs[b] as number));
  for (const index of order) {
    const key = lineKeyOf(traces[index] as RequestTrace);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [index]);
    else line.push(index);
  }
  return [...lines.values()].filter(({ length }) => length > 1);
}

/** A request with its drawn time, and its number among those that were sent. */
type DrawnRequest = ReplayedRequest & { readonly index: number };

type DrawnInput = Pick<ReplayInput, "dispatchesMs" | "averageLagMs"> & { readonly requests: readonly DrawnRequest[] };

interface Randoms {
  /** Of entering, dispatch and average waits. */
  readonly errors: Random;
  /** Of what only some runs have: deadlines, logged updates. */
  readonly ofRest: Random;
}

function drawn(
  { requests, dispatchesMs, dispatchLeadsMs, isEntryLogged, averageLagsMs, uncertainty }: ReplayTimes,
  withErrors: boolean,
  { errors, ofRest }: Randoms,
): DrawnInput {
  const enqueueJitterMs = withErrors ? uncertainty.enqueueJitterMs : 0;
  const dispatchJitterMs = withErrors ? uncertainty.dispatchJitterMs : 0;
  const { averageLag } = uncertainty;
  const entered = requests.map((request, index) => ({
    ...drawnRequest(request, enqueueJitterMs, errors, ofRest),
    index,
  }));
  // What a busy machine delays, it delays for all that are dispatched together.
  const lead = withErrors && dispatchLeadsMs !== null ? ofRest() : 0;
  return {
    requests: isEntryLogged
      ? inTheirOrder(entered)
      : entered.sort((a, b) => a.enqueuedMs - b.enqueuedMs || a.index - b.index),
    dispatchesMs: dispatchesMs
      .map((ms, at) => ms - lead * (dispatchLeadsMs?.[at] ?? 0) + dispatchJitterMs * errors())
      .sort((a, b) => a - b),
    averageLagMs:
      averageLagsMs?.map((lagMs) => Math.max(0, lagMs + dispatchJitterMs * (2 * ofRest() - 1))) ??
      (withErrors && averageLag !== "logged" ? averageLag * errors() : USUAL_AVERAGE_LAG_MS),
  };
}

/** The order is known: none entered before one that stands before it. */
function inTheirOrder(requests: readonly DrawnRequest[]): DrawnRequest[] {
  let latestMs = Number.NEGATIVE_INFINITY;
  return requests.map((request) => {
    latestMs = Math.max(latestMs, request.enqueuedMs);
    return { ...request, enqueuedMs: latestMs };
  });
}

/** A deadline counts from when the router received the request, which is known as well as when it entered the queue, by itself. */
function drawnRequest(request: ReplayedRequest, jitterMs: number, errors: Random, ofRest: Random): ReplayedRequest {
  const { enqueuedMs, sloTtftMs } = request;
  const drawnAt = { ...request, enqueuedMs: enqueuedMs + jitterMs * errors() };
  return sloTtftMs === undefined ? drawnAt : { ...drawnAt, receivedMs: enqueuedMs + jitterMs * ofRest() };
}

function positionsIn(
  policy: Policy,
  input: DrawnInput,
  { parameters }: ReplayTimes,
  lines: readonly number[][],
): Float64Array {
  const positions = new Float64Array(input.requests.length).fill(Number.POSITIVE_INFINITY);
  for (const [position, at] of replay(policy, { ...input, parameters }).entries()) {
    positions[(input.requests[at] as DrawnRequest).index] = position;
  }
  if (ORDERING_RULES[policy.rule].kind === "fixed") return positions;
  // A score is a workload's: which of its requests goes with it is the router's own affair.
  for (const line of lines) {
    const own = Float64Array.from(line, (index) => positions[index] as number).sort();
    for (const [place, index] of line.entries()) positions[index] = own[place] as number;
  }
  return positions;
}
