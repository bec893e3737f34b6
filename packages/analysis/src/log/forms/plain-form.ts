import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { isErrorSeverity, type Severity, severityOfWord } from "../severity.ts";
import { readPairs } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// Python's, logrus's and many a script's: a level in capitals, after a time or at the start of the line.
const PLAIN =
  /^(?:\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s:-]+)?\[?([A-Z]{3,9})(?:\]|:|\[\d+\]|(?=\s))[\s:-]*/;

// In a form of a program's own: a word of an error at the beginning, before a colon or a bracket, or as the value of a level.
const SPOKEN = /^(?!\s)[\W\dTZ]*([A-Za-z]{3,9})(?=\s*[\]:)>|]|\t)/;
const AS_LEVEL = /(?<![-\w.])(?:log)?(?:level|lvl|severity)["']?\s*[=:]\s*["']?([A-Za-z]+)/i;
const BEGUN = /^(Error|Fatal) (?=[a-z]+ing\b|while\b|when\b|in\b|from\b)/;
// Somewhere before the message, among times and names of its own: a word in capitals, in brackets, or alone in a table's cell. Round
// brackets and commas with spaces are a sentence's own. The first one decides.
const AMONG_OTHERS = /(?<![\w.=/-])([A-Z]{3,9})(?![\w=/-])|[[<|] ?([a-z]{3,9}) ?[\]>|]|,([a-z]{3,9}),/g;
const BEFORE_MESSAGE = 100;
// kubectl's, of itself: what it followed was lost, which is told by its end.
const OF_KUBECTL =
  /^(?:error: (?:unexpected EOF|http2: client connection lost|lost connection to pod|You must be logged in)|Error from server \()/;

/** A level in capitals before a text, or an error in any spelling, in no logger's own form; `null` for all else. */
export function plainLine(text: string): TakenLine | null {
  const [head, time, word] = PLAIN.exec(text) ?? [];
  const severity = word === undefined ? null : severityOfWord(word);
  if (head === undefined || severity === null) return errorInOwnWords(text);
  const rest = text.slice(head.length);
  const { fields, from } = readPairs(rest);
  const message = withoutMarker(from < 0 ? rest : rest.slice(0, from));
  return { form: "plain", time: readTime(time?.replace(",", ".")), severity, message, fields };
}

function errorInOwnWords(text: string): TakenLine | null {
  const spoken = [SPOKEN, AS_LEVEL, BEGUN].map((pattern) => severityOfWord(pattern.exec(text)?.[1] ?? ""));
  const severity = [...spoken, severityAmongOthers(text)].find(isErrorSeverity) ?? null;
  if (severity === null || OF_KUBECTL.test(text)) return null;
  return { form: "plain", time: null, severity, message: withoutMarker(text), fields: {} };
}

function severityAmongOthers(text: string): Severity | null {
  for (const [, capitals, bracketed, cell] of text.slice(0, BEFORE_MESSAGE).matchAll(AMONG_OTHERS)) {
    const severity = severityOfWord(capitals ?? bracketed ?? cell ?? "");
    if (severity !== null) return severity;
  }
  return null;
}
