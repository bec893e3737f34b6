import type { RequestRecord } from "@wa-routing/protocol";
import { REUSED_CONNECTION_CLOSED } from "@wa-routing/protocol/sending";
import type { Dispatcher } from "undici";
import { type AnswerReader, JsonAnswer, streamAnswer, type WantedText } from "./answer.ts";
import type { AskingOptions, KeptConnection, SentOnConnection } from "./kept-connection.ts";
import type { StreamHandler } from "./one-connection.ts";
import { errorCodeOf, outcomeOfError, outcomeOfStatus } from "./outcome.ts";

/** A request that is ready to be handed to a socket. */
export interface ExchangeRequest extends WantedText {
  readonly origin: string;
  readonly path: string;
  /** Names and values in turn; as an object for a dispatcher that takes no other. */
  readonly headers: string[] | Record<string, string | string[]>;
  readonly body: string;
  readonly stream: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly originMs: number;
  /** The record so far: what is known before sending. Completed in place, so that each request costs one object. */
  readonly record: RequestRecord;
  /** Takes out of a server's words what it was sent in confidence. */
  readonly clean: (text: string) => string;
}

/** What requests are handed to: a dispatcher of undici, or one connection. */
export interface Sender {
  dispatch(options: AskingOptions, handler: Dispatcher.DispatchHandler & StreamHandler): boolean;
}

/**
 * Hands one request to the sender and completes its record. A failed request is a record; only what `onToken` throws rejects.
 *
 * The record's `sendMs` must have been taken just before.
 */
export function exchange(sender: Sender, request: ExchangeRequest): Promise<RequestRecord> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(request, resolve, reject);
    if (!handler.begin()) return;
    const { origin, path, headers, body } = request;
    const options: AskingOptions = { origin, method: "POST", path, headers, body, asks: handler };
    sender.dispatch(options, handler);
  });
}

type Writable = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] };

/** A class, because its methods are shared: on the hot path a closure for each callback is a tenth of the cost of a request. */
class Exchange implements Dispatcher.DispatchHandler, StreamHandler, SentOnConnection {
  readonly #request: ExchangeRequest;
  readonly #record: Writable;
  readonly #resolve: (record: RequestRecord) => void;
  readonly #reject: (error: unknown) => void;
  #reader: AnswerReader | null = null;
  #controller: Pick<Dispatcher.DispatchController, "abort"> | null = null;
  #connection: KeptConnection | null = null;
  #timer: NodeJS.Timeout | null = null;
  #onAbort: (() => void) | null = null;
  #ended = false;

  constructor(request: ExchangeRequest, resolve: (record: RequestRecord) => void, reject: (error: unknown) => void) {
    this.#request = request;
    this.#record = request.record;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** `false`: it has been aborted already, and is not to be sent. */
  begin(): boolean {
    const { signal, timeoutMs } = this.#request;
    this.#timer = setTimeout(giveUpOn, timeoutMs, this);
    if (signal === undefined) return true;
    this.#onAbort = () => this.#abort(signal.reason);
    if (signal.aborted) {
      this.#onAbort();
      return false;
    }
    signal.addEventListener("abort", this.#onAbort, { once: true });
    return true;
  }

  sentOn(connection: KeptConnection): void {
    this.#connection = connection;
  }

  onRequestStart(controller: Pick<Dispatcher.DispatchController, "abort">): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error("ended before it was sent"));
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status < 200) return;
    this.#record.status = status;
    this.#record.headersMs = this.#nowMs();
    const requestId = headers["x-request-id"];
    if (typeof requestId === "string") this.#record.requestId = requestId;
    this.#reader = this.#request.stream && status < 300 ? streamAnswer(this.#request) : new JsonAnswer(this.#request);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    const atMs = this.#nowMs();
    this.#record.firstTokenMs ??= atMs;
    try {
      this.#reader?.push(chunk, atMs);
    } catch (error) {
      // Thrown by the caller's onToken: theirs to hear of.
      this.#reject(error);
      this.#giveUp("local", "CALLBACK_FAILED", "onToken threw");
    }
  }

  onResponseEnd(): void {
    const record = this.#record;
    this.#connection?.countAnswer();
    if (this.#ended || record.status === null || this.#reader === null) return;
    const outcome = outcomeOfStatus(record.status);
    if (outcome !== "completed") {
      this.#fail(outcome, `HTTP_${record.status}`, this.#reader.text());
      return;
    }
    const { problem, completionTokens, tokenMs, text } = this.#reader.end();
    if (text !== null) record.text = text;
    record.completionTokens = completionTokens;
    record.tokenMs = tokenMs;
    record.firstTokenMs = tokenMs?.[0] ?? record.firstTokenMs;
    if (problem !== null) {
      this.#fail("failed", problem.code, problem.text);
      return;
    }
    record.outcome = "completed";
    this.#finish();
  }

  onResponseError(_controller: unknown, error: Error): void {
    const code = errorCodeOf(error);
    const outcome = outcomeOfError(code);
    const isKeptTooLong =
      outcome === "transport" && this.#record.status === null && this.#connection?.isReused === true;
    if (!isKeptTooLong) this.#fail(outcome, code, error.message);
    else
      this.#fail(
        "transport",
        REUSED_CONNECTION_CLOSED,
        `${error.message}, before an answer on a connection that had been idle`,
      );
  }

  timeOut(): void {
    this.#giveUp("timed-out", "TIMEOUT", `no complete answer within ${this.#request.timeoutMs} ms`);
  }

  #abort(reason: unknown): void {
    const { name, message } = (reason ?? {}) as { name?: string; message?: string };
    if (name === "TimeoutError") this.#giveUp("timed-out", "TIMEOUT", message ?? "timed out");
    else this.#giveUp("aborted", "ABORTED", "aborted by the caller");
  }

  #giveUp(outcome: RequestRecord["outcome"], code: string, text: string): void {
    this.#fail(outcome, code, text);
    this.#controller?.abort(new Error(text));
  }

  #fail(outcome: RequestRecord["outcome"], code: string, text: string): void {
    if (this.#ended) return;
    this.#record.outcome = outcome;
    this.#record.errorCode = code;
    this.#record.errorText = this.#request.clean(text).slice(0, 500);
    this.#finish();
  }

  #finish(): void {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#onAbort !== null) this.#request.signal?.removeEventListener("abort", this.#onAbort);
    this.#record.endMs = this.#nowMs();
    this.#resolve(this.#record);
  }

  #nowMs(): number {
    return performance.now() - this.#request.originMs;
  }
}

function giveUpOn(exchange: Exchange): void {
  exchange.timeOut();
}
