import {
  ORDERING_COMPARISON_SCHEMA_VERSION,
  type OrderedRun,
  type OrderingComparison,
  type OrderingFit,
  type Verdict,
} from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { evidenceWeaknesses } from "./checks/order-weakness.ts";
import type { DisciplineFit, RuleFit } from "./order/rule-fit.ts";
import { RIGHT_SHARE } from "./order/thresholds.ts";
import { RULE_NAMES, type RuleName } from "./policy/ordering-rule.ts";
import { policiesOf } from "./policy/policy.ts";
import { checkReason, type Reason, reason, reasonText } from "./reasons/reason.ts";
import { incompleteBeta } from "./statistics/beta-distribution.ts";

/** A run of some scenarios under one ordering, analysed. */
export interface AnalysedOrdering {
  /** As the router calls it; of the rules the one with the same name is its model. */
  readonly ordering: string;
  readonly analyses: readonly Analysis[];
}

/**
 * Tells runs of the same scenarios under several orderings apart: by the rules that explain what was seen, and those that it refutes.
 *
 * An ordering passes when its own rule explains its run, and the rules of the others are refuted by it.
 */
export function compareOrderings(
  runs: readonly AnalysedOrdering[],
  { seed, scenarios }: Pick<OrderingComparison, "seed" | "scenarios">,
): OrderingComparison {
  const modelled = runs.map(({ ordering }) => modelOf(ordering)).filter((rule) => rule !== null);
  const judged = runs.map((run) => judgeOrdering(run, modelled));
  return {
    schemaVersion: ORDERING_COMPARISON_SCHEMA_VERSION,
    verdict: overall(judged.map(({ verdict }) => verdict)),
    seed,
    scenarios,
    rules: [...RULE_NAMES],
    runs: judged,
  };
}

function modelOf(ordering: string): RuleName | null {
  return RULE_NAMES.find((rule) => rule === ordering) ?? null;
}

function overall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  const measured = verdicts.filter((verdict) => verdict !== "not-measured");
  return measured.length > 0 && measured.every((verdict) => verdict === "pass") ? "pass" : "inconclusive";
}

function judgeOrdering({ ordering, analyses }: AnalysedOrdering, modelled: readonly RuleName[]): OrderedRun {
  const held = analyses.filter(({ attribution }) => attribution.length > 0);
  const weaknesses = held.flatMap((analysis) => {
    const [weakness] = evidenceWeaknesses(analysis, analysis.attribution[0]?.witness ?? null);
    return weakness === undefined ? [] : [{ scenario: analysis.scenario, weakness }];
  });
  const strong = held.filter(({ scenario }) => !weaknesses.some((weak) => weak.scenario === scenario));
  const fits = RULE_NAMES.map((rule) => orderingFit(rule, strong));
  const rule = modelOf(ordering);
  const others = modelled.filter((other) => other !== rule);
  return {
    ordering,
    rule,
    ...(analyses.length === 0 ? notRun() : judgement(rule, others, fits, weaknesses[0])),
    fits,
    reasons: weaknesses.map(({ weakness, scenario }) => checkReason(weakness, scenario, undefined)),
  };
}

/** Of a run that did not get as far as its first scenario. */
function notRun(): Pick<OrderedRun, "verdict" | "summary"> {
  return { verdict: "inconclusive", summary: reasonText(reason("run-incomplete", { problem: null, code: null })) };
}

function judgement(
  rule: RuleName | null,
  others: readonly RuleName[],
  fits: readonly OrderingFit[],
  weakest: Weak | undefined,
): Pick<OrderedRun, "verdict" | "summary"> {
  const fitting = (fit: OrderingFit["fit"]) => fits.filter((candidate) => candidate.fit === fit);
  const explaining = fitting("explains");
  const explained = explanationOf(explaining, rule === null ? others : [rule, ...others]);
  if (rule === null) return { verdict: "not-measured", summary: `no model; ${explained}` };
  const isAmong = (among: readonly OrderingFit[], name: RuleName) => among.some((fit) => fit.rule === name);
  if (isAmong(fitting("refuted"), rule)) {
    return { verdict: "fail", summary: `${rule} is refuted by its own run; ${explained}` };
  }
  if (!isAmong(explaining, rule)) return { verdict: "inconclusive", summary: whyUnknown(rule, weakest) };
  const open = others.filter((other) => !isAmong(fitting("refuted"), other));
  if (open.length > 0) return { verdict: "inconclusive", summary: `${explained}; ${open.join(", ")} not refuted` };
  return { verdict: "pass", summary: `${explained}${others.length === 0 ? "" : `; ${others.join(", ")} refuted`}` };
}

/** What explains a run, each rule once; of those that are equal to one of them only what was asked for is told. */
function explanationOf(explaining: readonly OrderingFit[], asked: readonly RuleName[]): string {
  if (explaining.length === 0) return "no known rule explains it";
  const names = explaining.filter(({ equalTo }) => equalTo === null).map(({ rule }) => rule);
  const equal = explaining.flatMap(({ rule, equalTo }) =>
    equalTo !== null && asked.some((name) => name === rule) ? [`${rule} is equal to ${equalTo} here`] : [],
  );
  return [`explained by ${names.join(", ")}`, ...equal].join("; ");
}

interface Weak {
  readonly scenario: string;
  readonly weakness: Reason;
}

function whyUnknown(rule: RuleName, weakest: Weak | undefined): string {
  return weakest === undefined
    ? `too little was seen to tell ${rule}`
    : `${weakest.scenario}: ${reasonText(weakest.weakness)}`;
}

/** One rule over all scenarios, each in both arms: under the discipline that does best, and the same one in all of them. */
function orderingFit(rule: RuleName, analyses: readonly Analysis[]): OrderingFit {
  const found = analyses.flatMap(({ scenario, attribution: [order] }) =>
    [...(order?.fits ?? []), ...(order?.control ?? [])]
      .filter((fit) => fit.rule === rule)
      .map((fit) => ({ scenario, fit })),
  );
  const candidates = policiesOf(rule).map(({ discipline }) => {
    const parts = found.flatMap(({ scenario, fit: { disciplines } }) =>
      disciplines
        .filter((fit) => fit.discipline === discipline && fit.decisivePairs > 0)
        .map((fit) => ({ scenario, fit })),
    );
    return { discipline, ...policyOver(parts) };
  });
  const standing = ({ fit }: (typeof candidates)[number]) => FITS.indexOf(fit);
  const [best] = candidates.toSorted((a, b) => standing(b) - standing(a) || shareOf(b) - shareOf(a));
  return { rule, equalTo: equalInAll(found.map(({ fit }) => fit)), ...(best as (typeof candidates)[number]) };
}

const FITS: readonly OrderingFit["fit"][] = ["refuted", "undecided", "explains"];

function shareOf({ agreeing, decisivePairs }: Pick<OrderingFit, "agreeing" | "decisivePairs">): number {
  return decisivePairs === 0 ? 0 : agreeing / decisivePairs;
}

/** The rule that is equal to this one in every scenario. */
function equalInAll(fits: readonly RuleFit[]): RuleName | null {
  const equal = fits[0]?.equalTo ?? null;
  return fits.every(({ equalTo }) => equalTo === equal) ? equal : null;
}

/** One policy over all scenarios, each in both arms: what refutes it anywhere, refutes it. */
function policyOver(
  parts: readonly { readonly scenario: string; readonly fit: DisciplineFit }[],
): Omit<OrderingFit, "rule" | "discipline" | "equalTo"> {
  const refuting = parts.filter(({ fit }) => fit.verdict === "refuted");
  const deciding = refuting.length > 0 ? refuting : parts;
  const sum = (of: (fit: DisciplineFit) => number) => deciding.reduce((total, { fit }) => total + of(fit), 0);
  const explained = parts.some(({ fit }) => fit.verdict === "explains");
  const decisivePairs = sum((fit) => fit.decisivePairs);
  const agreeing = sum((fit) => fit.agreeing);
  return {
    fit: refuting.length > 0 ? "refuted" : explained ? "explains" : "undecided",
    decisivePairs,
    agreeing,
    pValue: refuting.length === 0 ? null : chanceOfAtMost(agreeing, decisivePairs - agreeing),
    scenarios: [...new Set(deciding.map(({ scenario }) => scenario))],
  };
}

/** Chance that no more pairs agree, if each did with the chance that a rule needs at least. */
function chanceOfAtMost(agreeing: number, inversions: number): number {
  return inversions === 0 ? 1 : incompleteBeta(1 - RIGHT_SHARE, inversions, agreeing + 1);
}
