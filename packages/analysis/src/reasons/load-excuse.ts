import type { Check, ReasonCode } from "@wa-routing/protocol";

/** The reasons that a busy machine gives, and nothing else does where we start the gateway. */
export const LOAD_CODES: readonly ReasonCode[] = [
  "witnesses-disagree",
  "witness-blurred",
  "machine-busy",
  "overhead-undecided",
];

// What says only which rules fit what was seen, or what else may have come in between, is no reason of its own.
const BESIDE: readonly ReasonCode[] = ["explained-by", "nothing-explains", "steps-late"];

/** Whether a check is inconclusive only because the machine was busy, by the codes of its reasons. */
export function isUndecidedByLoad({ verdict, reasons }: Pick<Check, "verdict" | "reasons">): boolean {
  const own = reasons.filter(({ code }) => !BESIDE.includes(code));
  return verdict === "inconclusive" && own.length > 0 && own.every(({ code }) => LOAD_CODES.includes(code));
}
