import { recordNames } from "../record-names.ts";
import type { TakenLine } from "./taken-line.ts";

/** A line that is one JSON object, in any spacing and order of its keys; `null` for all else. */
export function jsonLine(text: string): TakenLine | null {
  if (!text.startsWith("{")) return null;
  const record = parsedObject(text);
  const named = record === null ? null : recordNames(record);
  return named === null ? null : { form: "json", ...named };
}

/** The object that a text is, or null. */
export function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
