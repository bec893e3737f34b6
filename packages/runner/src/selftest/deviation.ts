import { isUndecidedByLoad, type Relation } from "@wa-routing/analysis";
import {
  type Check,
  type Checklist,
  SUCCESS_METRIC_IDS,
  type SuccessMetricId,
  type Verdict,
} from "@wa-routing/protocol";
import { type CannotShow, cannotShow } from "./cannot-show.ts";
import { expectedFaults, ownChecksOf } from "./expected-faults.ts";
import { RELATIONS, type RelationResult, type RelationState, relationState } from "./relation-result.ts";
import { hasEveryFault, type SelftestScope } from "./selftest-run.ts";
import { HEALTHY, type Subject } from "./subject.ts";

/** What came of one subject: one checklist for each repeat, over all its runs. */
export interface SubjectResult {
  readonly subject: Subject;
  readonly checklists: readonly Checklist[];
}

/** What came of one subject in one repeat, when all its runs had ended: one checklist, or its relations. */
export type Tried =
  | { readonly asks: "checks"; readonly repeat: number; readonly result: SubjectResult }
  | { readonly asks: "relations"; readonly repeat: number; readonly result: RelationResult };

/** A check that said something else than was declared. */
export interface Deviation {
  readonly subject: string;
  readonly repeat: number;
  readonly check: SuccessMetricId | Relation;
  readonly declared: string;
  readonly seen: Verdict | RelationState;
  /** What the check said… */
  readonly summary: string;
  /** …and why, by its reasons' codes. */
  readonly codes: readonly string[];
  /** Whether a check that must pass was only left undecided, and by the machine's load alone: that refutes nothing. */
  readonly byLoad: boolean;
}

/** What a check is declared to say: one of these verdicts, joined by "or", or a verdict for certain reasons. */
export type Declared = string | CannotShow;

/** The checks that are a subject's own: those that must catch its fault; all that it must pass, where it has none. */
export function ownChecks(
  { fault, variant }: Subject,
  scope: SelftestScope,
  table = expectedFaults,
): Readonly<Partial<Record<SuccessMetricId, Declared>>> {
  const { quick, faults } = scope;
  if (fault !== null) return ownChecksOf(table[fault], quick);
  // With all faults every metric is measured; with some, at least those that these are caught by.
  const ids = hasEveryFault(scope)
    ? SUCCESS_METRIC_IDS
    : faults.flatMap((name) => Object.keys(ownChecksOf(table[name], quick)));
  return { ...Object.fromEntries(ids.map((id) => [id, "pass"])), ...cannotShow[variant.log] };
}

/** Everything in which a subject's checklists differ from what is declared. */
export function deviationsOf(
  { subject, checklists }: SubjectResult,
  scope: SelftestScope,
  table = expectedFaults,
): Deviation[] {
  const own = ownChecks(subject, scope, table);
  return checklists.flatMap(({ checks }, index) =>
    checks.flatMap((check): Deviation[] => {
      const declared = declaredOf(subject, check, own[check.id]);
      if (declared === undefined || agrees(check, declared)) return [];
      const { id, verdict, summary, reasons } = check;
      const codes = reasons.map(({ code }) => code);
      return [
        {
          subject: subject.name,
          repeat: index + 1,
          check: id,
          declared: textOf(declared),
          seen: verdict,
          summary,
          codes,
          byLoad: declared === "pass" && isUndecidedByLoad(check),
        },
      ];
    }),
  );
}

/** Fails by whatever is not as declared; inconclusive where all of that was left undecided by the machine's load. */
export function selftestVerdict(deviations: readonly Deviation[]): "pass" | "fail" | "inconclusive" {
  if (deviations.length === 0) return "pass";
  return deviations.every(({ byLoad }) => byLoad) ? "inconclusive" : "fail";
}

/** What a relation is declared to be: kept by every healthy one, broken by the fault that is declared to break it. */
export function declaredRelation({ fault }: Subject, relation: Relation): RelationState | undefined {
  if (fault === null) return "holds";
  return expectedFaults[fault].breaks === relation ? "broken" : undefined;
}

/** Every relation that is not as declared. */
export function relationDeviations({ subject, differences }: RelationResult): Deviation[] {
  return RELATIONS.flatMap((relation): Deviation[] => {
    const declared = declaredRelation(subject, relation);
    const difference = differences[relation];
    const seen = relationState(difference);
    if (declared === undefined || seen === declared) return [];
    const summary =
      difference === null
        ? "two workloads were never seen apart."
        : `the orders differ by ${Math.round(100 * difference)} % of the pairs of two workloads.`;
    return [{ subject: subject.name, repeat: 1, check: relation, declared, seen, summary, codes: [], byLoad: false }];
  });
}

/** The same of one subject in one repeat. */
export function triedDeviations(tried: Tried, scope: SelftestScope): Deviation[] {
  const deviations = tried.asks === "checks" ? deviationsOf(tried.result, scope) : relationDeviations(tried.result);
  return deviations.map((deviation) => ({ ...deviation, repeat: tried.repeat }));
}

/** Whatever is measured of a healthy one has to pass; of a fault, checks that are not its own may say what they like. */
function declaredOf(subject: Subject, { scenarios, verdict }: Check, own: Declared | undefined): Declared | undefined {
  if (subject.fault !== null) return own;
  // One that is built in another way runs some scenarios only.
  if (subject !== HEALTHY && scenarios.length === 0 && own === "pass") return undefined;
  return own ?? (verdict === "not-measured" ? undefined : "pass");
}

function agrees({ verdict, reasons }: Check, declared: Declared): boolean {
  if (typeof declared === "string") return declared.split(" or ").includes(verdict);
  const { codes } = declared;
  const seen = reasons.map(({ code }) => code);
  return (
    verdict === declared.verdict && seen.length > 0 === codes.length > 0 && seen.every((code) => codes.includes(code))
  );
}

function textOf(declared: Declared): string {
  return typeof declared === "string" ? declared : `${declared.verdict} for ${declared.why}`;
}
