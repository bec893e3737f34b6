import { type Address, createTransport, withoutSecrets } from "@wa-routing/client";
import { type Dispatcher, request } from "undici";

/** Requests of the gate's own that keep an engine busy, sent to it directly, so that none of them sits in the router's queue. */
export class EngineLoad {
  readonly engine: Address;
  readonly #model: string;
  readonly #transport: Dispatcher;
  readonly #underWay = new Set<AbortController>();
  #renewed = false;
  #sent = 0;
  #refusal: string | null = null;

  constructor(engine: Address, model: string) {
    this.engine = engine;
    this.#model = model;
    this.#transport = createTransport(engine, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  get url(): string {
    return this.engine.url;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** How the engine refused the last one that it refused; null: it has refused none since the last release. */
  get refusal(): string | null {
    return this.#refusal;
  }

  /** Sends so many. @param renewed Whether each that ends is followed by another, until the release. */
  send(count: number, maxTokens: number, renewed = false): void {
    this.#renewed = renewed;
    for (let index = 0; index < count; index++) void this.#keepSending(maxTokens);
  }

  /** Lets all of them go, at once. */
  release(): void {
    this.#renewed = false;
    this.#refusal = null;
    for (const controller of this.#underWay) controller.abort();
    this.#underWay.clear();
  }

  async end(): Promise<void> {
    this.release();
    await this.#transport.destroy();
  }

  async #keepSending(maxTokens: number): Promise<void> {
    const controller = new AbortController();
    this.#underWay.add(controller);
    try {
      do await this.#complete(spread(maxTokens, this.#sent++), controller.signal);
      while (this.#renewed && !controller.signal.aborted);
    } catch (error) {
      if (!controller.signal.aborted) this.#refusal = error instanceof Error ? error.message : String(error);
    }
    this.#underWay.delete(controller);
  }

  async #complete(maxTokens: number, signal: AbortSignal): Promise<void> {
    const { statusCode, body } = await request(`${this.url}/v1/completions`, {
      method: "POST",
      headers: { ...this.engine.headers, "content-type": "application/json" },
      body: JSON.stringify({
        model: this.#model,
        prompt: `blocker ${this.#sent}`,
        max_tokens: maxTokens,
        ignore_eos: true,
      }),
      dispatcher: this.#transport,
      signal,
    });
    if (statusCode === 200) return await body.dump();
    throw new Error(
      `${this.url} answered ${statusCode} to a blocker: ${withoutSecrets(await body.text(), this.engine.headers).slice(0, 200)}`,
    );
  }
}

const GOLDEN_RATIO = 0.618;

/** From half of it to all of it, evenly: what was sent together does not end together. */
function spread(maxTokens: number, index: number): number {
  return Math.ceil(maxTokens * (1 - ((index * GOLDEN_RATIO) % 1) / 2));
}
