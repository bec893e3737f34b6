import { saidText } from "./said-text.ts";

const CAUSES = ["error", "err", "exception.message", "error.message"] as const;

/** What a line gives as the cause of an error; null: none. */
export function errorCause(fields: Readonly<Record<string, unknown>>): string | null {
  for (const name of CAUSES) {
    const said = saidText(fields[name]);
    if (said !== null) return said;
  }
  return null;
}
