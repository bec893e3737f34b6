import { servedModels } from "@wa-routing/environments";
import { type RequestRecord, WaRoutingError } from "@wa-routing/protocol";

/**
 * Finds out, from the first answers of a run, whether the model that is asked for is served at all: what is sent with a wrong name
 * never reaches the router's queue, and says nothing of it.
 */
export class ServedModel {
  readonly #gatewayUrl: string;
  readonly #model: string;
  #isServed = false;
  #asking: Promise<void> | null = null;
  #refusal: WaRoutingError | null = null;

  constructor(gatewayUrl: string, model: string) {
    this.#gatewayUrl = gatewayUrl;
    this.#model = model;
  }

  /** Looks at an answer of the gateway. Resolves once what it says is known. */
  async see(record: RequestRecord): Promise<void> {
    if (record.status !== 404) this.#isServed ||= record.status !== null;
    else if (!this.#isServed) {
      this.#asking ??= this.#ask(record);
      await this.#asking;
    }
  }

  /** @throws WaRoutingError `MODEL_NOT_SERVED` once the first answer was 404, unless the gateway lists the model all the same. */
  failIfNot(): void {
    if (this.#refusal !== null && !this.#isServed) throw this.#refusal;
  }

  async #ask({ errorText }: RequestRecord): Promise<void> {
    const { names, failure } = await servedModels([this.#gatewayUrl]);
    if (names.includes(this.#model)) return;
    const answered = `the first request was answered 404${errorText === null || errorText === "" ? "" : `: ${errorText}`}`;
    this.#refusal = new WaRoutingError(`the model ${JSON.stringify(this.#model)} is not served: ${answered}`, {
      code: "MODEL_NOT_SERVED",
      field: "--model",
      value: this.#model,
      expected:
        names.length > 0
          ? `one of ${names.join(", ")} (GET ${this.#gatewayUrl}/v1/models)`
          : `a model that is served at ${this.#gatewayUrl}, which lists none at /v1/models`,
      remedy: "give --model NAME, or correct the scenario's request.model; check the gateway's address and path",
      cause: failure,
    });
  }
}
