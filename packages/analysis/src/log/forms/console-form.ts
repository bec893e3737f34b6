import { parsedObject } from "../json-record.ts";
import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfWord } from "../severity.ts";
import type { TakenLine } from "./taken-line.ts";

/** zap's console form, `time TAB level TAB [logger TAB] [caller TAB] message [TAB {json}]`; `null` for all else, or broken JSON. */
export function consoleLine(text: string): TakenLine | null {
  const cells = text.split("\t");
  if (cells.length < 3) return null;
  const time = readTime(cells[0]);
  const severity = severityOfWord(cells[1] ?? "");
  if (time === null && severity === null) return null;
  const last = cells.at(-1) as string;
  const fields = last.startsWith("{") ? parsedObject(last) : {};
  const message = last.startsWith("{") ? cells.at(-2) : last;
  if (fields === null || message === undefined) return null;
  return { form: "console", time, severity, message: withoutMarker(message), fields };
}
