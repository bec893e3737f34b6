import type { Address } from "@wa-routing/client";
import { isUnauthorized, servedModels } from "@wa-routing/environments";
import { type RequestRecord, WaRoutingError } from "@wa-routing/protocol";

/**
 * Finds out, from the first answers of a run, whether the model that is asked for is served at all, and to us: what is sent with a wrong
 * name or token never reaches the router's queue, and says nothing of it.
 */
export class ServedModel {
  readonly #gateway: Address;
  readonly #model: string;
  #isServed = false;
  #asking: Promise<void> | null = null;
  #refusal: WaRoutingError | null = null;

  constructor(gateway: Address, model: string) {
    this.#gateway = gateway;
    this.#model = model;
  }

  /** Looks at an answer of the gateway. Resolves once what it says is known. */
  async see(record: RequestRecord): Promise<void> {
    const { status } = record;
    if (isUnauthorized(status)) this.#refusal ??= unauthorized(record);
    else if (status !== 404) this.#isServed ||= status !== null;
    else if (!this.#isServed) {
      this.#asking ??= this.#ask(record);
      await this.#asking;
    }
  }

  /**
   * @throws WaRoutingError `MODEL_NOT_SERVED` once the first answer was 404, unless the gateway lists the model all the same;
   *   `NOT_AUTHORIZED` once it was 401 or 403.
   */
  failIfNot(): void {
    if (this.#refusal !== null && !this.#isServed) throw this.#refusal;
  }

  async #ask({ errorText }: RequestRecord): Promise<void> {
    const { names, failure } = await servedModels([this.#gateway]);
    if (names.includes(this.#model)) return;
    const answered = `the first request was answered 404${errorText === null || errorText === "" ? "" : `: ${errorText}`}`;
    this.#refusal = new WaRoutingError(`the model ${JSON.stringify(this.#model)} is not served: ${answered}`, {
      code: "MODEL_NOT_SERVED",
      field: "--model",
      value: this.#model,
      expected:
        names.length > 0
          ? `one of ${names.join(", ")} (GET ${this.#gateway.url}/v1/models)`
          : `a model that is served at ${this.#gateway.url}, which lists none at /v1/models`,
      remedy: "give --model NAME, or correct the scenario's request.model; check the gateway's address and path",
      cause: failure,
    });
  }
}

function unauthorized({ status, errorText }: RequestRecord): WaRoutingError {
  const words = errorText === null || errorText === "" ? "" : `: ${errorText}`;
  return new WaRoutingError(`the gateway answered ${status} to the first request${words}`, {
    code: "NOT_AUTHORIZED",
    field: "--bearer-token-file",
    value: status,
    expected: "a token that may ask for completions",
    remedy: "check the token of --bearer-token-file, and what it may do",
  });
}
