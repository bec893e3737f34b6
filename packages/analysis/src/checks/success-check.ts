import type { CheckTable, Figure, Loss, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { WitnessQuality } from "../order/witness.ts";
import type { Reason } from "../reasons/reason.ts";
import type { Situation } from "../reasons/situation.ts";

/** What a check found in one scenario. */
export interface Judgement {
  readonly verdict: Exclude<Verdict, "not-measured">;
  /** Why it is no pass, the most telling first; none for a pass. */
  readonly reasons: readonly Reason[];
  readonly figures: readonly Figure[];
  /** Single observations, for those who look closer. */
  readonly evidence: readonly string[];
  /** What stands beside the verdict. */
  readonly table?: CheckTable;
}

/** What a judgement rests on, beside its reasons. */
export type Found = Partial<Pick<Judgement, "figures" | "evidence" | "table">>;

export function pass(found: Found): Judgement {
  return { verdict: "pass", reasons: [], figures: [], evidence: [], ...found };
}

export function fail(reasons: Reason | readonly Reason[], found: Found): Judgement {
  return { verdict: "fail", reasons: [reasons].flat(), figures: [], evidence: [], ...found };
}

export function inconclusive(reasons: Reason | readonly Reason[], found: Found): Judgement {
  return { verdict: "inconclusive", reasons: [reasons].flat(), figures: [], evidence: [], ...found };
}

/** Whose arrivals at the model servers confirm what the router's log says of an order. */
export type Confirmation =
  | { readonly confirmedBy: "own-arrivals" }
  /** Those of another pass of the same scenarios, which is judged by itself: the log of this one disturbs its own. */
  | { readonly confirmedBy: "another-pass"; readonly witnesses: readonly WitnessQuality[] };

export const OWN_ARRIVALS: Confirmation = { confirmedBy: "own-arrivals" };

/** How well the model servers saw the order that is to be confirmed. */
export function confirmingWitness(
  { witnesses }: Pick<Analysis, "witnesses">,
  confirmation: Confirmation,
): WitnessQuality | undefined {
  const heard = confirmation.confirmedBy === "own-arrivals" ? witnesses : confirmation.witnesses;
  return heard.find(({ witness }) => witness === "arrivals");
}

/** What is said of a pass: what was seen, and why it can be believed. */
export interface Said {
  readonly summary: string;
  readonly because: string | null;
}

/** What the checks of a log rest on: a part of what is known of a run, all of it from the log. */
export type LoggedEvidence = Pick<
  Analysis,
  | "situation"
  | "parameters"
  | "parametersDeclared"
  | "complete"
  | "hindrance"
  | "clocks"
  | "log"
  | "ownEvents"
  | "logPoints"
  | "scores"
  | "registry"
>;

/** A check that needs nothing but the log. */
export interface LogCheck extends SuccessCheck {
  readonly judge: (logged: LoggedEvidence) => Judgement | null;
}

/** One success metric: its rules in words, and the same rules as a function. */
export interface SuccessCheck {
  readonly id: SuccessMetricId;
  readonly claim: string;
  readonly witnesses: string;
  readonly minimumEvidence: readonly string[];
  /** All of them have to hold. */
  readonly passes: readonly string[];
  /** Any of them is enough. */
  readonly fails: readonly string[];
  readonly inconclusive: readonly string[];
  readonly notMeasured: string;
  /** What to do where it is not measured, or where a reason has nothing to say. */
  readonly advice: string;
  /** The same where the situation is known, and leaves something else to do. */
  readonly advise?: (situation: Situation) => string;
  /** What this scenario's run says about it; null: nothing. */
  readonly judge: (analysis: Analysis, confirmation?: Confirmation) => Judgement | null;
  /** What is said where every scenario passed, from the values of their figures added up. */
  readonly passed: (totals: Readonly<Record<string, number>>) => Said;
  /** Witnesses whose word must be whole. What the client recorded always must. */
  readonly needs?: readonly Exclude<Loss["witness"], "requests">[];
  /** Whether it fails on what was seen, whatever was lost beside it. */
  readonly failsOnSight?: boolean;
  /** Whether the figures are counts that add up over scenarios; else each scenario's stand for themselves. */
  readonly figuresAddUp?: true;
}

/** A figure without an interval. */
export function figure(name: string, value: number | null): Figure {
  return { name, value };
}
