// What loggers write for a value that is not there: JSON, Go's %v, Python, JavaScript; zap and logfmt quote an empty text.
const NOTHING = new Set(["", "null", "<nil>", "nil", "none", "undefined", '""']);

/** The text of a field; null where it has none, or says that there is nothing. */
export function saidText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value !== "string" || NOTHING.has(value.trim().toLowerCase()) ? null : value;
}
