import { isWaRoutingError, type Verdict } from "@wa-routing/protocol";

/** 0 pass · 1 fail · 2 wrong usage or input · 3 inconclusive · 4 the environment could not be started or broke. */
export const EXIT_CODES = { pass: 0, fail: 1, usage: 2, inconclusive: 3, environment: 4 } as const;

const ENVIRONMENT_CODES = new Set([
  "ALREADY_UP",
  "ENVIRONMENT_NOT_STARTED",
  "ENVIRONMENT_BROKE",
  "INSTALL_FAILED",
  "ENDPOINT_UNREACHABLE",
  "ENDPOINT_REFUSED",
  "MODEL_UNKNOWN",
  "PORT_IN_USE",
  "PROCESS_LEFT",
  "PROGRAM_MISSING",
]);

/** The exit code of a verdict. */
export function exitCodeOf(verdict: Verdict): number {
  if (verdict === "pass") return EXIT_CODES.pass;
  return verdict === "fail" ? EXIT_CODES.fail : EXIT_CODES.inconclusive;
}

/** The exit code of an error: 4 for the environment, else 2. */
export function exitCodeOfError(error: unknown): number {
  return isWaRoutingError(error) && ENVIRONMENT_CODES.has(error.code) ? EXIT_CODES.environment : EXIT_CODES.usage;
}
