import {
  CHECKLIST_SCHEMA_VERSION,
  type Check,
  type Checklist,
  SUCCESS_METRICS,
  type SuccessMetricId,
  type Verdict,
} from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { successChecks } from "./checks/catalogue.ts";
import type { Judgement, SuccessCheck } from "./checks/success-check.ts";
import { waitsOf } from "./waits/scenario-waits.ts";

/** How the checklist of a run is put together. */
export interface JudgeOptions {
  /** Metrics that must pass; default: what the scenarios and witnesses of the run can show. */
  readonly required?: readonly SuccessMetricId[] | null;
}

const MAX_EVIDENCE = 20;

// What is worst decides, over the scenarios of a run.
const SEVERITY: readonly Verdict[] = ["not-measured", "pass", "inconclusive", "fail"];

/**
 * The checklist of one run: all twelve success metrics, each over all scenarios that say something about it.
 *
 * A metric that no scenario speaks of is `not-measured`. The run's verdict is `fail` when a required check fails, `inconclusive`
 * when one is not decided, `pass` when all required ones pass.
 */
export function judge(analyses: readonly Analysis[], options: JudgeOptions = {}): Checklist {
  const checklist = checklistOf(
    (check) =>
      analyses.flatMap((analysis) => {
        const judgement = check.judge(analysis);
        return judgement === null ? [] : [{ scenario: analysis.scenario, label: analysis.scenario, judgement }];
      }),
    options,
  );
  return { ...checklist, ...waitsOf(analyses) };
}

/** The checklist of what each check found. */
export function checklistOf(
  judgementsOf: (check: SuccessCheck) => readonly Judged[],
  { required = null }: JudgeOptions,
): Checklist {
  const checks = successChecks.map((check): Check => {
    const judged = judgementsOf(check);
    const isRequired = required === null ? judged.length > 0 : required.includes(check.id);
    return { ...combined(check, judged), required: isRequired };
  });
  return { schemaVersion: CHECKLIST_SCHEMA_VERSION, verdict: runVerdict(checks), checks };
}

/** What a check found in a scenario, or in one pass of it. */
export interface Judged {
  readonly scenario: string;
  /** Names it where there are several. */
  readonly label: string;
  readonly judgement: Judgement;
}

function combined(check: SuccessCheck, judged: readonly Judged[]): Omit<Check, "required"> {
  const base = { id: check.id, title: SUCCESS_METRICS[check.id] };
  const verdict = SEVERITY[
    Math.max(0, ...judged.map(({ judgement }) => SEVERITY.indexOf(judgement.verdict)))
  ] as Verdict;
  if (judged.length === 0) {
    return {
      ...base,
      verdict,
      scenarios: [],
      summary: check.notMeasured,
      advice: check.advice,
      figures: [],
      evidence: [],
    };
  }
  const deciding = judged.filter(({ judgement }) => judgement.verdict === verdict);
  const named = (text: (judgement: Judgement) => string) =>
    deciding
      .map(({ label, judgement }) => (judged.length === 1 ? text(judgement) : `${label}: ${text(judgement)}`))
      .join("; ");
  const figures = check.summarise === undefined ? prefixed(judged) : added(judged);
  const table = judged.find(({ judgement }) => judgement.table !== undefined)?.judgement.table;
  const totals = Object.fromEntries(figures.map(({ name, value }) => [name, value ?? 0]));
  return {
    ...base,
    verdict,
    scenarios: [...new Set(judged.map(({ scenario }) => scenario))],
    summary:
      verdict === "pass" && check.summarise !== undefined ? check.summarise(totals) : named(({ summary }) => summary),
    advice: verdict === "pass" ? null : (deciding[0]?.judgement.advice ?? check.advice),
    figures,
    ...(table === undefined ? {} : { table }),
    evidence: deciding.flatMap(({ judgement }) => judgement.evidence).slice(0, MAX_EVIDENCE),
  };
}

function added(judged: readonly Judged[]): Check["figures"] {
  const totals = new Map<string, number>();
  for (const { judgement } of judged) {
    for (const { name, value } of judgement.figures) totals.set(name, (totals.get(name) ?? 0) + (value ?? 0));
  }
  return [...totals].map(([name, value]) => ({ name, value }));
}

function prefixed(judged: readonly Judged[]): Check["figures"] {
  return judged.flatMap(({ label, judgement }) =>
    judgement.figures.map((figure) => (judged.length === 1 ? figure : { ...figure, name: `${label}.${figure.name}` })),
  );
}

function runVerdict(checks: readonly Check[]): Verdict {
  const verdicts = checks.filter(({ required }) => required).map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === "pass") ? "pass" : "inconclusive";
}
