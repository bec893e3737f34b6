import type { Check, Checklist, RunManifest, Verdict } from "@wa-routing/protocol";
import { adviceOnce } from "./advice-once.ts";
import { figureText } from "./figure-text.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { metricGroups } from "./metric-groups.ts";
import { plainText } from "./plain-text.ts";
import { requiredText } from "./required-text.ts";
import { runLine } from "./run-line.ts";
import { tableLines } from "./table-lines.ts";
import { bulleted, wrapped } from "./terminal-text.ts";
import { TERMS_ADDRESS } from "./terms-address.ts";
import { isOfRouting } from "./verdict-sentence.ts";
import { countsText, VERDICT_SIGNS } from "./verdict-sign.ts";
import { waitsReport } from "./waits-report.ts";

/** How a checklist is printed. */
export interface TextOptions {
  /** Columns; default 80. */
  readonly width?: number;
  /** Whether verdicts are coloured with terminal codes. */
  readonly colour?: boolean;
  /** Whether figures and single observations are printed too. */
  readonly verbose?: boolean;
}

const COLOURS: Readonly<Record<Verdict, string>> = { pass: "32", fail: "31", inconclusive: "33", "not-measured": "90" };

/** The checklist for a terminal: a line with title and verdict for each check, what was seen and why it can be believed below, advice where it did not pass. */
export function renderText(
  checklist: Checklist,
  manifest: RunManifest,
  { width = 80, colour = false, verbose = false }: TextOptions = {},
): string {
  const paint = painting(colour);
  const lines = groupedLines(checklist.checks, { width, verbose }, paint);
  const counts = countsText(checklist.checks);
  return [
    ...wrapped(plainText(runLine(manifest)), width, ""),
    ...lostEvidence(manifest).flatMap((text) => wrapped(plainText(text), width, "")),
    "",
    ...lines,
    ...waitsLines(checklist.waits, width),
    `${paint(checklist.verdict, checklist.verdict.toUpperCase())}  ${isOfRouting(checklist.checks) ? "" : "of what is required: "}${counts}`,
    ...wrapped(plainText(requiredText(checklist.checks, manifest)), width, ""),
    `Words: ${TERMS_ADDRESS}`,
    "",
  ].join("\n");
}

/** The checks under the headings of their groups; what was not measured is one line, unless all is asked for. */
function groupedLines(
  checks: readonly Check[],
  options: Required<Pick<TextOptions, "width" | "verbose">>,
  paint: Paint,
): string[] {
  const isFolded = ({ verdict }: Check) => verdict === "not-measured" && !options.verbose;
  const isTold = ({ required }: Check) => required || options.verbose;
  const shown = metricGroups(
    adviceOnce(
      checks.filter((check) => !isFolded(check)),
      isTold,
    ),
  );
  const folded = checks.filter(isFolded).map(({ title }) => plainText(title));
  const [first = "", ...rest] = wrapped(
    `not measured here: ${folded.join("; ")} (--verbose says why)`,
    options.width - 2,
    "",
  );
  return [
    ...shown.flatMap(({ title, checks: own }) => [
      title,
      ...own.flatMap((check) => checkLines(check, options, paint)),
      "",
    ]),
    ...(folded.length === 0
      ? []
      : [`${paint("not-measured", VERDICT_SIGNS["not-measured"])} ${first}`, ...rest.map((line) => `  ${line}`), ""]),
  ];
}

export type Paint = (verdict: Verdict, text: string) => string;

/** Colours a text by its verdict, where there are colours. */
export function painting(colour: boolean): Paint {
  return (verdict, text) => (colour ? `\u001b[${COLOURS[verdict]}m${text}\u001b[39m` : text);
}

/** A check as text. */
export function checkLines(
  check: Check,
  { width, verbose }: Required<Pick<TextOptions, "width" | "verbose">>,
  paint: Paint,
): string[] {
  const { verdict, title, required } = check;
  const optional = required || verdict === "not-measured" ? "" : " (not required)";
  const state = verdict === "pass" ? "" : `  ${verdict.replace("-", " ")}${optional}`;
  const [first = "", ...rest] = wrapped(`${plainText(title)}${state}`, width - 2, "");
  const lines = [`${paint(verdict, VERDICT_SIGNS[verdict])} ${first}`, ...rest.map((line) => `  ${line}`)];
  lines.push(...wrapped(plainText(check.summary), width, "    "));
  // Of what does not decide, no more than what was seen.
  if (optional !== "" && !verbose) return lines;
  if (check.because !== null) lines.push(...wrapped(plainText(check.because), width, "    "));
  if (check.table !== undefined) lines.push(...tableLines(check.table, width - 4).map((line) => `    ${line}`));
  if (check.advice !== null) lines.push(...wrapped(`→ ${plainText(check.advice)}`, width, "    "));
  if (verbose) lines.push(...detailLines(check, width));
  return lines;
}

function detailLines({ figures, evidence }: Check, width: number): string[] {
  return [...figures.map(figureText), ...evidence].flatMap((text) => bulleted(text, width, "    "));
}

function waitsLines(waits: Checklist["waits"], width: number): string[] {
  const report = waitsReport(waits);
  if (report === null) return [];
  return [
    report.title,
    ...wrapped(report.introduction, width, "  "),
    "",
    ...report.tables.flatMap(({ scenario, table, sentence }) => [
      plainText(scenario),
      ...tableLines(table, width - 2).map((line) => `  ${line}`),
      ...wrapped(plainText(sentence), width, "  "),
      "",
    ]),
    ...(report.notes.length === 0
      ? []
      : [...report.notes.flatMap((note) => wrapped(plainText(note), width, "  ")), ""]),
  ];
}
