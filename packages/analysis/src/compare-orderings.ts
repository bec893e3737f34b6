import {
  ORDERING_COMPARISON_SCHEMA_VERSION,
  type OrderedRun,
  type OrderingComparison,
  type OrderingFit,
  type Verdict,
} from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { evidenceWeaknesses } from "./checks/order-weakness.ts";
import type { PolicyFit } from "./order/policy-fit.ts";
import { RIGHT_SHARE } from "./order/thresholds.ts";
import { POLICIES, type Policy } from "./policy/replay.ts";
import { checkReason, type Reason, reasonText } from "./reasons/reason.ts";
import { incompleteBeta } from "./statistics/beta-distribution.ts";

/** A run of some scenarios under one ordering, analysed. */
export interface AnalysedOrdering {
  /** As the router calls it; of the policies the one with the same name is its model. */
  readonly ordering: string;
  readonly analyses: readonly Analysis[];
}

/**
 * Tells runs of the same scenarios under several orderings apart: by the policies that explain what was seen, and those that it refutes.
 *
 * An ordering passes when its own policy explains its run, and the policies of the others are refuted by it.
 */
export function compareOrderings(
  runs: readonly AnalysedOrdering[],
  { seed, scenarios }: Pick<OrderingComparison, "seed" | "scenarios">,
): OrderingComparison {
  const modelled = runs.map(({ ordering }) => modelOf(ordering)).filter((policy) => policy !== null);
  const judged = runs.map((run) => judgeOrdering(run, modelled));
  return {
    schemaVersion: ORDERING_COMPARISON_SCHEMA_VERSION,
    verdict: overall(judged.map(({ verdict }) => verdict)),
    seed,
    scenarios,
    policies: [...POLICIES],
    runs: judged,
  };
}

function modelOf(ordering: string): Policy | null {
  return POLICIES.find((policy) => policy === ordering) ?? null;
}

function overall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  const measured = verdicts.filter((verdict) => verdict !== "not-measured");
  return measured.length > 0 && measured.every((verdict) => verdict === "pass") ? "pass" : "inconclusive";
}

function judgeOrdering({ ordering, analyses }: AnalysedOrdering, modelled: readonly Policy[]): OrderedRun {
  const held = analyses.filter(({ attribution }) => attribution.length > 0);
  const weaknesses = held.flatMap((analysis) => {
    const [weakness] = evidenceWeaknesses(analysis, analysis.attribution[0]?.witness ?? null);
    return weakness === undefined ? [] : [{ scenario: analysis.scenario, weakness }];
  });
  const strong = held.filter(({ scenario }) => !weaknesses.some((weak) => weak.scenario === scenario));
  const fits = POLICIES.map((policy) => fitOf(policy, strong));
  const policy = modelOf(ordering);
  const others = modelled.filter((other) => other !== policy);
  return {
    ordering,
    policy,
    ...judgement(policy, others, fits, weaknesses[0]),
    fits,
    reasons: weaknesses.map(({ weakness, scenario }) => checkReason(weakness, scenario, undefined)),
  };
}

function judgement(
  policy: Policy | null,
  others: readonly Policy[],
  fits: readonly OrderingFit[],
  weakest: Weak | undefined,
): Pick<OrderedRun, "verdict" | "summary"> {
  const fitting = (fit: OrderingFit["fit"], among: readonly string[]) =>
    among.filter((name) => fits.some((candidate) => candidate.policy === name && candidate.fit === fit));
  const explaining = fitting("explains", POLICIES);
  const explained = explaining.length === 0 ? "no known policy explains it" : `explained by ${explaining.join(", ")}`;
  if (policy === null) return { verdict: "not-measured", summary: `no model; ${explained}` };
  if (fitting("refuted", [policy]).length > 0) {
    return { verdict: "fail", summary: `${policy} is refuted by its own run; ${explained}` };
  }
  if (!explaining.includes(policy)) {
    return { verdict: "inconclusive", summary: whyUnknown(policy, weakest) };
  }
  const open = others.filter((other) => !fitting("refuted", [other]).includes(other));
  if (open.length > 0) return { verdict: "inconclusive", summary: `${explained}; ${open.join(", ")} not refuted` };
  return { verdict: "pass", summary: `${explained}${others.length === 0 ? "" : `; ${others.join(", ")} refuted`}` };
}

interface Weak {
  readonly scenario: string;
  readonly weakness: Reason;
}

function whyUnknown(policy: Policy, weakest: Weak | undefined): string {
  return weakest === undefined
    ? `too little was seen to tell ${policy}`
    : `${weakest.scenario}: ${reasonText(weakest.weakness)}`;
}

/** One policy over all scenarios, each in both arms: what refutes it anywhere, refutes it. */
function fitOf(policy: Policy, analyses: readonly Analysis[]): OrderingFit {
  const parts = analyses.flatMap(({ scenario, attribution: [order] }) =>
    [...(order?.fits ?? []), ...(order?.control ?? [])]
      .filter((fit) => fit.policy === policy && fit.decisivePairs > 0)
      .map((fit) => ({ scenario, fit })),
  );
  const refuting = parts.filter(({ fit }) => fit.verdict === "refuted");
  const deciding = refuting.length > 0 ? refuting : parts;
  const sum = (of: (fit: PolicyFit) => number) => deciding.reduce((total, { fit }) => total + of(fit), 0);
  const explained = parts.some(({ fit }) => fit.verdict === "explains");
  return {
    policy,
    fit: refuting.length > 0 ? "refuted" : explained ? "explains" : "undecided",
    decisivePairs: sum(({ decisivePairs }) => decisivePairs),
    agreeing: sum(({ agreeing }) => agreeing),
    pValue:
      refuting.length === 0
        ? null
        : chanceOfAtMost(
            sum(({ agreeing }) => agreeing),
            sum(({ inversions }) => inversions),
          ),
    scenarios: [...new Set(deciding.map(({ scenario }) => scenario))],
  };
}

/** Chance that no more pairs agree, if each did with the chance that a rule needs at least. */
function chanceOfAtMost(agreeing: number, inversions: number): number {
  return inversions === 0 ? 1 : incompleteBeta(1 - RIGHT_SHARE, inversions, agreeing + 1);
}
