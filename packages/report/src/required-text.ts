import type { Check, RunManifest } from "@wa-routing/protocol";

const CHANGE = "--require IDS chooses others";

/** Which checks decided, and how that is changed, in a sentence. */
export function requiredText(checks: readonly Check[], { required, gateway }: RunManifest): string {
  const optional = checks.filter((check) => !check.required && check.verdict !== "not-measured").map(({ id }) => id);
  if (required != null) return `Required, by --require: ${required.join(", ")}.`;
  if (optional.length === 0) return `Required: every check that was measured; ${CHANGE}.`;
  const { flavour = "this picker", ordering } = gateway.router;
  const who = ordering === undefined ? flavour : `${flavour} ordered by ${ordering}`;
  return `Required: every check that was measured but ${optional.join(", ")}, which ${who} does not claim; ${CHANGE}.`;
}
