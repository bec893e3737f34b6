import { SUCCESS_METRIC_IDS, type SuccessMetricId, type Verdict } from "@wa-routing/protocol";
import { VERDICT_SIGNS } from "@wa-routing/report";
import { type Deviation, ownChecks, type SubjectResult } from "./deviation.ts";
import type { SelftestScope } from "./selftest-run.ts";

const HEADS: Readonly<Record<SuccessMetricId, string>> = {
  "functional.criticality-order": "ord",
  "functional.wait-boost": "wai",
  "functional.rate-penalty": "rat",
  "functional.default-workload": "def",
  "functional.no-errors": "err",
  "performance.overhead": "ovh",
  "performance.all-complete": "cmp",
  "performance.no-timeouts": "tmo",
  "observability.log-points": "log",
  "observability.scores-match": "sco",
  "observability.dispatch-order": "dis",
  "observability.registry-accurate": "reg",
};

const NAME_WIDTH = 28;
const SEVERITY: readonly Verdict[] = ["not-measured", "pass", "inconclusive", "fail"];

/** What a selftest came to. */
export interface SelftestOutcome {
  readonly scope: SelftestScope;
  readonly results: readonly SubjectResult[];
  readonly deviations: readonly Deviation[];
  readonly seed: number;
  readonly durationSeconds: number;
}

/** The matrix fault × check, within 80 columns, its legend, and every deviation. A fault's own checks stand in brackets. */
export function renderSelftest({ scope, results, deviations, seed, durationSeconds }: SelftestOutcome): string {
  const heads = SUCCESS_METRIC_IDS.map((id) => HEADS[id]).join(" ");
  const rows = results.map((result) => {
    const own = result.subject === "healthy" ? {} : ownChecks(result.subject, scope);
    const cells = SUCCESS_METRIC_IDS.map((id) => {
      const sign = VERDICT_SIGNS[worst(result, id)];
      return own[id] === undefined ? ` ${sign} ` : `[${sign}]`;
    });
    return `${nameOf(result).padEnd(NAME_WIDTH)}${cells.join(" ")}`.trimEnd();
  });
  const wrong = deviations.map(({ subject, repeat, check, declared, seen, summary, codes }) => {
    const who = subject === "healthy" ? `healthy, repeat ${repeat}` : subject;
    return `☒ ${who}: ${check} was declared ${declared} and is ${seen}: ${summary} [${codes.join(", ")}]`;
  });
  const deviating = new Set(deviations.map(({ subject }) => subject));
  const faults = `${scope.faults.filter((fault) => !deviating.has(fault)).length} of ${scope.faults.length} faults as declared`;
  const healthy = `healthy ${deviating.has("healthy") ? "is not" : "is"} green in ${scope.repeats === 1 ? "one run" : `${scope.repeats} runs`}`;
  const end = `${deviations.length === 0 ? "PASS" : "FAIL"}  ${faults}, ${healthy}\n${Math.round(durationSeconds)} s, seed ${seed}`;
  return `${["".padEnd(NAME_WIDTH) + heads, ...rows, "", ...legend(), "", ...wrong, end].join("\n")}\n`;
}

/** The same, for programs. */
export function selftestJson({ scope, results, deviations, seed, durationSeconds }: SelftestOutcome) {
  const subjects = results.map(({ subject, checklists }) => ({
    subject,
    declared: ownChecks(subject, scope),
    verdicts: checklists.map(({ checks }) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]))),
  }));
  return { verdict: deviations.length === 0 ? "pass" : "fail", ...scope, seed, durationSeconds, subjects, deviations };
}

function nameOf({ subject, checklists }: SubjectResult): string {
  return checklists.length === 1 ? subject : `${subject} (worst of ${checklists.length})`;
}

function worst({ checklists }: SubjectResult, id: SuccessMetricId): Verdict {
  const verdicts = checklists.map(({ checks }) => checks.find((check) => check.id === id)?.verdict ?? "not-measured");
  return verdicts.reduce((a, b) => (SEVERITY.indexOf(b) > SEVERITY.indexOf(a) ? b : a), "not-measured");
}

function legend(): string[] {
  const entries = SUCCESS_METRIC_IDS.map((id) => `${HEADS[id]} ${id}`.padEnd(38));
  const half = entries.length / 2;
  return [
    ...Array.from({ length: half }, (_, row) => `${entries[row]}${entries[row + half]}`.trimEnd()),
    `${VERDICT_SIGNS.pass} pass  ${VERDICT_SIGNS.fail} fail  ${VERDICT_SIGNS.inconclusive} inconclusive  ${VERDICT_SIGNS["not-measured"]} not measured  [ ] the fault's own check`,
  ];
}
