import type { Check, ReasonCode } from "@wa-routing/protocol";

/** The reasons that a busy machine gives, and nothing else does where we start the gateway. */
export const LOAD_CODES: readonly ReasonCode[] = [
  "witnesses-disagree",
  "witness-blurred",
  "machine-busy",
  "overhead-undecided",
];

// What says only which rules fit what was seen is no reason of its own.
const EXPLANATIONS: readonly ReasonCode[] = ["explained-by", "nothing-explains"];

/** Whether a check is inconclusive only because the machine was busy, by the codes of its reasons. */
export function isUndecidedByLoad({ verdict, reasons }: Pick<Check, "verdict" | "reasons">): boolean {
  const own = reasons.filter(({ code }) => !EXPLANATIONS.includes(code));
  return verdict === "inconclusive" && own.length > 0 && own.every(({ code }) => LOAD_CODES.includes(code));
}
