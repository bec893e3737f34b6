const CODES = {
  BadRequest: 400,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  Invalid: 422,
  Timeout: 504,
} as const;

/** Why the API refuses a request. */
export type RefusalReason = keyof typeof CODES;

/** A refusal, as the API's own error type. */
export class ApiRefusal extends Error {
  readonly reason: RefusalReason;
  readonly #cause: string | undefined;

  /** @param cause What makes client-go act: `ResourceVersionTooLarge`. */
  constructor(reason: RefusalReason, message: string, cause?: string) {
    super(message);
    this.reason = reason;
    this.#cause = cause;
  }

  get code(): number {
    return CODES[this.reason];
  }

  /** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
  status() {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      reason: this.reason,
      ...(this.#cause === undefined
        ? {}
        : { details: { causes: [{ reason: this.#cause, message: this.message }], retryAfterSeconds: 1 } }),
      code: this.code,
    };
  }
}
