import { parsedObject } from "../json-record.ts";
import { recordNames } from "../record-names.ts";
import type { TakenLine } from "./taken-line.ts";

/** A line that is one JSON object, in any spacing and order of its keys; `null` for all else. */
export function jsonLine(text: string): TakenLine | null {
  if (!text.startsWith("{")) return null;
  // One of a list has a comma behind it.
  const record = parsedObject(text.endsWith(",") ? text.slice(0, -1) : text);
  const named = record === null ? null : recordNames(record);
  return named === null ? null : { form: "json", ...named };
}
