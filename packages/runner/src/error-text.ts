import { isWaRoutingError } from "@wa-routing/protocol";

/** An error as people read it: what is wrong, with its code, what would have been right, and how to put it right; a line each. */
export function errorText(error: unknown): string {
  if (!isWaRoutingError(error)) return error instanceof Error ? error.message : String(error);
  const { code, message, expected, remedy } = error;
  const lines = [`${message} [${code}]`];
  // The problems of a scenario say themselves what was expected, each of them.
  if (expected !== undefined && code !== "SCENARIO_INVALID") lines.push(`  expected ${expected}`);
  if (remedy !== undefined) lines.push(`→ ${remedy}`);
  return lines.join("\n");
}
