import type { ErrorCode } from "./error-code.ts";

/** What a {@link WaRoutingError} is made of. */
export interface WaRoutingErrorDetails {
  /** Stable, for programs to match on: `SCENARIO_INVALID`. */
  readonly code: ErrorCode;
  /** The option, field or file that is wrong, as the person wrote it. */
  readonly field?: string;
  /** The value that was found. */
  readonly value?: unknown;
  /** What would have been right. */
  readonly expected?: string;
  /** How to put it right, as an instruction. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/**
 * A wrong option, input or environment, never a failed request (that is a record).
 *
 * Match on `code`, not on `instanceof`: two copies of this package may be loaded.
 */
export class WaRoutingError extends Error {
  override readonly name = "WaRoutingError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly value: unknown;
  readonly expected: string | undefined;
  readonly remedy: string | undefined;

  constructor(message: string, details: WaRoutingErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.field = details.field;
    this.value = details.value;
    this.expected = details.expected;
    this.remedy = details.remedy;
  }
}

/** Whether a caught value is a {@link WaRoutingError} of any loaded copy of this package. */
export function isWaRoutingError(error: unknown): error is WaRoutingError {
  return error instanceof Error && error.name === "WaRoutingError" && "code" in error;
}
