import { type Checklist, SUCCESS_METRIC_IDS, type SuccessMetricId, type Verdict } from "@wa-routing/protocol";
import { VERDICT_SIGNS } from "@wa-routing/report";
import { cannotShow } from "./cannot-show.ts";
import { type Deviation, declaredRelation, ownChecks, type SubjectResult, selftestVerdict } from "./deviation.ts";
import { RELATIONS, type RelationResult, relationState } from "./relation-result.ts";
import type { SelftestScope } from "./selftest-run.ts";
import { HEALTHY } from "./subject.ts";
import { OUR_VARIANT, variantTraits } from "./variant.ts";

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

const NAME_WIDTH = 32;
const TRAIT_WIDTHS = [8, 7, 9, 8] as const;
const SEVERITY: readonly Verdict[] = ["not-measured", "pass", "inconclusive", "fail"];

/** What a selftest came to. */
export interface SelftestOutcome {
  readonly scope: SelftestScope;
  readonly results: readonly SubjectResult[];
  readonly relations: readonly RelationResult[];
  readonly deviations: readonly Deviation[];
  readonly seed: number;
  readonly durationSeconds: number;
}

/**
 * Within 80 columns: the matrix fault × check, a fault's own checks in brackets; the same for healthy routers that are built in
 * other ways, what they cannot show in parentheses; which relations between runs each keeps; the legend, and every deviation.
 */
export function renderSelftest(outcome: SelftestOutcome): string {
  const { results, deviations, seed, durationSeconds } = outcome;
  const ours = results.filter(({ subject }) => subject === HEALTHY || subject.fault !== null);
  const others = results.filter((result) => !ours.includes(result));
  const verdict = selftestVerdict(deviations);
  const lines = [
    ...matrix("", ours, outcome, nameOf),
    ...(others.length === 0
      ? []
      : ["", ...matrix(traits(["queue", "log", "weights", "headers"]), others, outcome, traitsOf)]),
    ...relationMatrix(outcome.relations),
    ...["", ...legend(others.length > 0), "", ...deviations.map(deviationText)],
    `${verdict.toUpperCase()}  ${counts(outcome, others.length).join(",\n      ")}`,
    ...(verdict === "inconclusive"
      ? ["Nothing was found wrong, but this machine left it open: again, on an idle one."]
      : []),
    `${Math.round(durationSeconds)} s, seed ${seed}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** What was said otherwise than declared, as a line. */
export function deviationText({ subject, repeat, check, declared, seen, summary, codes, byLoad }: Deviation): string {
  const who = subject === HEALTHY.name ? `healthy, repeat ${repeat}` : subject;
  return `${byLoad ? VERDICT_SIGNS.inconclusive : VERDICT_SIGNS.fail} ${who}: ${check} was declared ${declared} and is ${seen}: ${summary} [${codes.join(", ")}]`;
}

/** The same, for programs. */
export function selftestJson({ scope, results, relations, deviations, seed, durationSeconds }: SelftestOutcome) {
  const subjects = results.map(({ subject, checklists }) => ({
    subject: subject.name,
    ...{ fault: subject.fault, variant: subject.variant },
    declared: ownChecks(subject, scope),
    verdicts: checklists.map(({ checks }) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]))),
  }));
  return {
    verdict: selftestVerdict(deviations),
    ...scope,
    seed,
    durationSeconds,
    subjects,
    relations: keptBy(relations),
    deviations,
  };
}

function matrix(
  title: string,
  results: readonly SubjectResult[],
  { scope }: SelftestOutcome,
  nameOfRow: (result: SubjectResult) => string,
): string[] {
  const rows = results.map((result) => {
    const { subject } = result;
    const brackets = subject.fault === null ? "()" : "[]";
    const own = subject.fault === null ? cannotShow[subject.variant.log] : ownChecks(subject, scope);
    const cells = SUCCESS_METRIC_IDS.map((id) => {
      const sign = VERDICT_SIGNS[worst(result, id)];
      return own[id] === undefined ? ` ${sign} ` : `${brackets[0]}${sign}${brackets[1]}`;
    });
    return `${nameOfRow(result).padEnd(NAME_WIDTH)}${cells.join(" ")}`.trimEnd();
  });
  return [title.padEnd(NAME_WIDTH) + SUCCESS_METRIC_IDS.map((id) => HEADS[id]).join(" "), ...rows];
}

function nameOf({ subject, checklists }: SubjectResult): string {
  if (checklists.length > 1) return `${subject.name} (worst of ${checklists.length})`;
  const { discipline } = subject.variant;
  if (subject.fault === null || discipline === OUR_VARIANT.discipline) return subject.name;
  return `${subject.fault}, ${variantTraits(subject.variant)[0]}`;
}

function relationMatrix(relations: readonly RelationResult[]): string[] {
  if (relations.length === 0) return [];
  const signs = { holds: VERDICT_SIGNS.pass, broken: VERDICT_SIGNS.fail, undecided: VERDICT_SIGNS.inconclusive };
  const rows = relations.map(({ subject, differences }) => {
    const cells = RELATIONS.map((relation) => {
      const sign = signs[relationState(differences[relation])];
      const own = subject.fault !== null && declaredRelation(subject, relation) !== undefined;
      return (own ? `[${sign}]` : ` ${sign} `).padEnd(relation.length);
    });
    const name =
      subject.fault ?? (subject === HEALTHY ? HEALTHY.name : `healthy, ${variantTraits(subject.variant)[0]}`);
    return `${name.padEnd(NAME_WIDTH)}${cells.join(" ")}`.trimEnd();
  });
  return ["", "relations that need no model".padEnd(NAME_WIDTH) + RELATIONS.join(" "), ...rows];
}

function keptBy(relations: readonly RelationResult[]) {
  return relations.map(({ subject, differences }) => ({ subject: subject.name, differences }));
}

const traitsOf = ({ subject }: SubjectResult) => traits(variantTraits(subject.variant));

function traits(words: readonly string[]): string {
  return words.map((word, index) => word.padEnd(TRAIT_WIDTHS[index] ?? 0)).join("");
}

function counts({ scope, results, deviations }: SelftestOutcome, variants: number): string[] {
  const deviating = new Set(deviations.map(({ subject }) => subject));
  const right = (subjects: readonly SubjectResult[]) => subjects.filter(({ subject }) => !deviating.has(subject.name));
  const wrongFaults = new Set(
    results.flatMap(({ subject: { fault, name } }) => (fault !== null && deviating.has(name) ? [fault] : [])),
  );
  const others = results.filter(({ subject }) => subject.fault === null && subject !== HEALTHY);
  const notGreen = new Set(deviations.flatMap(({ subject, repeat }) => (subject === HEALTHY.name ? [repeat] : [])));
  return [
    `${scope.faults.length - wrongFaults.size} of ${scope.faults.length} faults as declared, healthy is ${greenText(scope.repeats, notGreen.size)}`,
    ...(variants === 0
      ? []
      : [`${right(others).length} of ${variants} healthy ones that are built in other ways as declared`]),
  ];
}

function greenText(runs: number, notGreen: number): string {
  if (runs === 1) return notGreen === 0 ? "green in one run" : "not green in one run";
  return `green in ${notGreen === 0 ? "" : `${runs - notGreen} of `}${runs} runs`;
}

function worst({ checklists }: SubjectResult, id: SuccessMetricId): Verdict {
  const verdicts = checklists.map((checklist) => checkOf(checklist, id)?.verdict ?? "not-measured");
  return verdicts.reduce((a, b) => (SEVERITY.indexOf(b) > SEVERITY.indexOf(a) ? b : a), "not-measured");
}

function checkOf({ checks }: Checklist, id: SuccessMetricId) {
  return checks.find((check) => check.id === id);
}

function legend(variants: boolean): string[] {
  const entries = SUCCESS_METRIC_IDS.map((id) => `${HEADS[id]} ${id}`.padEnd(38));
  const half = entries.length / 2;
  return [
    ...Array.from({ length: half }, (_, row) => `${entries[row]}${entries[row + half]}`.trimEnd()),
    `${VERDICT_SIGNS.pass} pass  ${VERDICT_SIGNS.fail} fail  ${VERDICT_SIGNS.inconclusive} inconclusive  ${VERDICT_SIGNS["not-measured"]} not measured  [ ] the fault's own check`,
    ...(variants ? ["( ) cannot be shown by a router that is built so, for these reasons:", ...reasonLines()] : []),
  ];
}

/** `log none, err log sco dis reg: there is no router log`, a line for each log and reason. */
function reasonLines(): string[] {
  return Object.entries(cannotShow).flatMap(([log, checks]) => {
    const heads = new Map<string, string[]>();
    for (const [id, { why }] of Object.entries(checks)) {
      heads.set(why, [...(heads.get(why) ?? []), HEADS[id as SuccessMetricId]]);
    }
    return [...heads].map(([why, ids]) => `    log ${log}, ${ids.join(" ")}: ${why}`);
  });
}
