/** The object that a text is, or null. */
export function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** The object that a line is, in any spacing; null: it is none. One of a list has a comma behind it. */
export function recordOfLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  return parsedObject(line.endsWith(",") ? line.slice(0, -1) : line);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
