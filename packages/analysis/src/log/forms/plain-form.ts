import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfWord } from "../severity.ts";
import { readPairs } from "./key-value-form.ts";
import type { TakenLine } from "./taken-line.ts";

// Python's, logrus's and many a script's: a level in capitals, after a time or at the start of the line.
const PLAIN =
  /^(?:\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s:-]+)?\[?([A-Z]{3,9})(?:\]|:|\[\d+\]|(?=\s))[\s:-]*/;

/** A level in capitals before a text, in no logger's own form; `null` for all else. */
export function plainLine(text: string): TakenLine | null {
  const [head, time, word] = PLAIN.exec(text) ?? [];
  const severity = word === undefined ? null : severityOfWord(word);
  if (head === undefined || severity === null) return null;
  const rest = text.slice(head.length);
  const { fields, from } = readPairs(rest);
  const message = withoutMarker(from < 0 ? rest : rest.slice(0, from));
  return { form: "plain", time: readTime(time?.replace(",", ".")), severity, message, fields };
}
