import { type ErrorKind, errorKindOf, isWaRoutingError, type Verdict } from "@wa-routing/protocol";
import { Interruption } from "./interruption/interruption.ts";

/** 0 pass · 1 fail · 2 wrong usage or input · 3 inconclusive · 4 the environment could not be started or broke. */
export const EXIT_CODES = { pass: 0, fail: 1, usage: 2, inconclusive: 3, environment: 4 } as const;

const OF_KIND: Readonly<Record<ErrorKind, number>> = {
  usage: EXIT_CODES.usage,
  environment: EXIT_CODES.environment,
  // Recorded as a rule. What ends a command by it did not get what it needed of its environment.
  step: EXIT_CODES.environment,
  verdict: EXIT_CODES.fail,
};

/** The exit code of a verdict. */
export function exitCodeOf(verdict: Verdict): number {
  if (verdict === "pass") return EXIT_CODES.pass;
  return verdict === "fail" ? EXIT_CODES.fail : EXIT_CODES.inconclusive;
}

/** The exit code of an error, by the kind of its code; of an interruption, its own; of anything else, 2. */
export function exitCodeOfError(error: unknown): number {
  if (error instanceof Interruption) return error.exitCode;
  return isWaRoutingError(error) ? OF_KIND[errorKindOf(error.code)] : EXIT_CODES.usage;
}
