import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { isErrorSeverity, severityOfWord } from "../severity.ts";
import { readPairs } from "./key-value-form.ts";
import type { TakenLine } from "./taken-line.ts";

// Python's, logrus's and many a script's: a level in capitals, after a time or at the start of the line.
const PLAIN =
  /^(?:\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s:-]+)?\[?([A-Z]{3,9})(?:\]|:|\[\d+\]|(?=\s))[\s:-]*/;

// In a form of a program's own: a word of an error at the beginning, before a colon or a bracket, or as the value of a level.
const SPOKEN = /^(?!\s)[\W\dTZ]*([A-Za-z]{3,9})(?=\s*[\]:)>|]|\t)/;
const AS_LEVEL = /(?<![-\w.])(?:log)?(?:level|lvl|severity)["']?\s*[=:]\s*["']?([A-Za-z]+)/i;
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
  const severities = [SPOKEN, AS_LEVEL].map((pattern) => severityOfWord(pattern.exec(text)?.[1] ?? ""));
  const severity = severities.find(isErrorSeverity) ?? null;
  if (severity === null || OF_KUBECTL.test(text)) return null;
  return { form: "plain", time: null, severity, message: withoutMarker(text), fields: {} };
}
