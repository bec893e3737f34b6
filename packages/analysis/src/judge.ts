import {
  CHECKLIST_SCHEMA_VERSION,
  type Check,
  type Checklist,
  type Pass,
  SUCCESS_METRIC_IDS,
  SUCCESS_METRICS,
  type SuccessMetricId,
  type Verdict,
} from "@wa-routing/protocol";
import type { Analysis } from "./analysis.ts";
import { successChecks } from "./checks/catalogue.ts";
import type { Judgement, SuccessCheck } from "./checks/success-check.ts";
import { checkReason, type Reason, reasonAdvice, reasonText } from "./reasons/reason.ts";
import type { Situation } from "./reasons/situation.ts";
import { requiredChecks } from "./required-checks.ts";
import { waitsOf } from "./waits/scenario-waits.ts";

/** How the checklist of a run is put together. */
export interface JudgeOptions {
  /** Metrics that must pass; default: what the picker claims, as far as the scenarios and witnesses of the run can show it. */
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
    (check) => analyses.flatMap((analysis) => judgedAs(check.judge(analysis), analysis)),
    analyses[0]?.situation ?? null,
    options,
  );
  return { ...checklist, ...waitsOf(analyses) };
}

/** The checklist of what each check found. */
export function checklistOf(
  judgementsOf: (check: SuccessCheck) => readonly Judged[],
  situation: Situation | null,
  { required = null }: JudgeOptions,
): Checklist {
  const claimed = situation === null ? SUCCESS_METRIC_IDS : requiredChecks(situation);
  const checks = successChecks.map((check): Check => {
    const judged = judgementsOf(check);
    const isRequired =
      required === null ? judged.length > 0 && claimed.includes(check.id) : required.includes(check.id);
    return { ...combined(check, judged, situation), required: isRequired };
  });
  return { schemaVersion: CHECKLIST_SCHEMA_VERSION, verdict: runVerdict(checks), checks };
}

/** What a check found in a scenario, or in one pass of it. */
export interface Judged {
  readonly scenario: string;
  readonly pass?: Pass;
  readonly situation: Situation;
  readonly judgement: Judgement;
}

/** A judgement of one scenario's analysis; nothing where there is none. */
export function judgedAs(
  judgement: Judgement | null,
  { scenario, situation }: Pick<Analysis, "scenario" | "situation">,
  pass?: Pass,
): Judged[] {
  return judgement === null ? [] : [{ scenario, situation, judgement, ...(pass === undefined ? {} : { pass }) }];
}

function combined(
  check: SuccessCheck,
  judged: readonly Judged[],
  situation: Situation | null,
): Omit<Check, "required"> {
  const { id } = check;
  const verdict = SEVERITY[
    Math.max(0, ...judged.map(({ judgement }) => SEVERITY.indexOf(judgement.verdict)))
  ] as Verdict;
  const deciding = judged.filter(({ judgement }) => judgement.verdict === verdict);
  const table = judged.find(({ judgement }) => judgement.table !== undefined)?.judgement.table;
  return {
    id,
    title: SUCCESS_METRICS[id],
    verdict,
    scenarios: [...new Set(judged.map(({ scenario }) => scenario))],
    ...(judged.length === 0 ? unmeasured(check, situation) : said(check, verdict, judged, deciding)),
    reasons: judged.flatMap(({ judgement, scenario, pass }) =>
      judgement.reasons.map((reason) => checkReason(reason, scenario, pass)),
    ),
    figures: check.figuresAddUp === true ? added(judged) : labelled(judged),
    ...(table === undefined ? {} : { table }),
    evidence: evidenceOf(deciding).slice(0, MAX_EVIDENCE),
  };
}

function unmeasured(
  { notMeasured, advice, advise }: SuccessCheck,
  situation: Situation | null,
): Pick<Check, "summary" | "because" | "advice"> {
  const summary = `${notMeasured.charAt(0).toUpperCase()}${notMeasured.slice(1)}.`;
  return { summary, because: null, advice: situation === null ? advice : (advise?.(situation) ?? advice) };
}

function said(
  check: SuccessCheck,
  verdict: Verdict,
  judged: readonly Judged[],
  deciding: readonly Judged[],
): Pick<Check, "summary" | "because" | "advice"> {
  if (verdict === "pass") {
    const totals = Object.fromEntries(added(judged).map(({ name, value }) => [name, value ?? 0]));
    return { ...check.passed(totals), advice: null };
  }
  const [first] = deciding as readonly [Judged, ...Judged[]];
  const late = besideOf(first, "steps-late");
  const because = late ?? besideOf(first, "explained-by");
  return {
    summary: firstReasons(deciding, judged.length > 1),
    because: because === undefined ? null : reasonText(because),
    advice: [late, first.judgement.reasons[0]].flatMap((one) => adviceOn(one, first) ?? []).join(" ") || check.advice,
  };
}

/** The most telling reason of each scenario; one that several have is said once, with the scenarios behind it. */
function firstReasons(deciding: readonly Judged[], named: boolean): string {
  const byCode = new Map<string, { readonly text: string; readonly labels: string[] }>();
  for (const one of deciding) {
    const [reason] = one.judgement.reasons;
    if (reason === undefined) continue;
    const group = byCode.get(reason.code) ?? { text: reasonText(reason), labels: [] };
    byCode.set(reason.code, group);
    group.labels.push(labelOf(one));
  }
  return [...byCode.values()]
    .map(({ text, labels }) => (named ? `${text.replace(/\.$/, "")} (${labels.join("; ")}).` : text))
    .join(" ");
}

/** A reason that stands beside the most telling one. */
function besideOf({ judgement }: Judged, wanted: Reason["code"]): Reason | undefined {
  return judgement.reasons.slice(1).find(({ code }) => code === wanted);
}

function adviceOn(reason: Reason | undefined, { situation, scenario }: Judged): string | null {
  return reason === undefined ? null : reasonAdvice(reason, situation, scenario);
}

/** What was observed, after the reasons that are not said first. */
function evidenceOf(deciding: readonly Judged[]): string[] {
  const others = deciding.flatMap(({ judgement }) => judgement.reasons.slice(1).map(reasonText));
  return [...new Set([...others, ...deciding.flatMap(({ judgement }) => judgement.evidence)])];
}

function labelOf({ scenario, pass }: Judged): string {
  return pass === undefined ? scenario : `${scenario}, ${pass} pass`;
}

function added(judged: readonly Judged[]): Check["figures"] {
  const totals = new Map<string, number>();
  for (const { judgement } of judged) {
    for (const { name, value } of judgement.figures) totals.set(name, (totals.get(name) ?? 0) + (value ?? 0));
  }
  return [...totals].map(([name, value]) => ({ name, value }));
}

/** Each scenario's own figures, by its name where there are several. */
function labelled(judged: readonly Judged[]): Check["figures"] {
  return judged.flatMap(({ scenario, pass, judgement }) => {
    const prefix = [scenario, ...(pass === undefined ? [] : [pass])].join(".");
    return judgement.figures.map((figure) =>
      judged.length === 1 ? figure : { ...figure, name: `${prefix}.${figure.name}` },
    );
  });
}

function runVerdict(checks: readonly Check[]): Verdict {
  const verdicts = checks.filter(({ required }) => required).map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === "pass") ? "pass" : "inconclusive";
}
