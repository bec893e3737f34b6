import {
  type Checklist,
  type ReasonCode,
  SUCCESS_METRIC_IDS,
  type SuccessMetricId,
  type Verdict,
} from "@wa-routing/protocol";
import { type DeclaredChecks, type ExpectedFault, expectedFaults } from "./expected-faults.ts";
import type { SelftestScope, Subject } from "./selftest-run.ts";

/** What came of one subject: one checklist for each repeat, over all its runs. */
export interface SubjectResult {
  readonly subject: Subject;
  readonly checklists: readonly Checklist[];
}

/** A check that said something else than was declared. */
export interface Deviation {
  readonly subject: Subject;
  readonly repeat: number;
  readonly check: SuccessMetricId;
  readonly declared: string;
  readonly seen: Verdict;
  /** What the check said… */
  readonly summary: string;
  /** …and why, by its reasons' codes. */
  readonly codes: readonly ReasonCode[];
}

/** The checks that are a fault's own in this scope; all that healthy must pass, where the subject is healthy. */
export function ownChecks(subject: Subject, { quick, faults }: SelftestScope, table = expectedFaults): DeclaredChecks {
  if (subject !== "healthy") return declaredChecks(table[subject], quick);
  // With all faults every metric is measured; with some, at least those that these are caught by.
  const all = faults.length === Object.keys(table).length;
  const ids = all ? SUCCESS_METRIC_IDS : faults.flatMap((fault) => Object.keys(declaredChecks(table[fault], quick)));
  return Object.fromEntries(ids.map((id) => [id, "pass"]));
}

/** Everything in which a subject's checklists differ from what is declared. */
export function deviationsOf(
  { subject, checklists }: SubjectResult,
  scope: SelftestScope,
  table = expectedFaults,
): Deviation[] {
  const own = ownChecks(subject, scope, table);
  return checklists.flatMap(({ checks }, index) =>
    checks.flatMap(({ id, verdict, summary, reasons }): Deviation[] => {
      // Whatever is measured of the healthy one has to pass; of a fault, other checks may say what they like.
      const declared = own[id] ?? (subject === "healthy" && verdict !== "not-measured" ? "pass" : undefined);
      if (declared === undefined || declared.split(" or ").includes(verdict)) return [];
      return [
        {
          subject,
          repeat: index + 1,
          check: id,
          declared,
          seen: verdict,
          summary,
          codes: reasons.map(({ code }) => code),
        },
      ];
    }),
  );
}

function declaredChecks({ ownChecks: always, inFull }: ExpectedFault, quick: boolean): DeclaredChecks {
  return quick ? always : { ...always, ...inFull?.ownChecks };
}
