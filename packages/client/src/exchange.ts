import type { RequestRecord } from "@wa-routing/protocol";
import type { Dispatcher } from "undici";
import { type AnswerReader, jsonAnswer, streamAnswer } from "./answer.ts";
import { errorCodeOf, outcomeOfStatus } from "./outcome.ts";

/** A request that is ready to be handed to a socket. */
export interface Exchange {
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
  readonly stream: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly originMs: number;
  /** The record so far: what is known before sending. Completed in place, so that each request costs one object. */
  readonly record: RequestRecord;
}

type Writable = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] };

/**
 * Hands one request to the dispatcher and completes its record. Never rejects: a failed request is a record.
 *
 * The record's `sendMs` must have been taken just before.
 */
export function exchange(dispatcher: Dispatcher, request: Exchange): Promise<RequestRecord> {
  return new Promise((resolve) => {
    const record = request.record as Writable;
    const { originMs, signal } = request;
    let reader: AnswerReader | null = null;
    let abort: ((reason: Error) => void) | null = null;
    let ended = false;

    const finish = () => {
      ended = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      record.endMs = performance.now() - originMs;
      resolve(record);
    };
    const fail = (outcome: RequestRecord["outcome"], code: string, text: string) => {
      if (ended) return;
      record.outcome = outcome;
      record.errorCode = code;
      record.errorText = text.slice(0, 500);
      finish();
    };
    const giveUp = (outcome: RequestRecord["outcome"], code: string, text: string) => {
      fail(outcome, code, text);
      abort?.(new Error(text));
    };
    const timer = setTimeout(
      () => giveUp("timed-out", "TIMEOUT", `no complete answer within ${request.timeoutMs} ms`),
      request.timeoutMs,
    );
    const onAbort = () => {
      const { name, message } = (signal?.reason ?? {}) as { name?: string; message?: string };
      if (name === "TimeoutError") giveUp("timed-out", "TIMEOUT", message ?? "timed out");
      else giveUp("transport", "ABORTED", "aborted by the caller");
    };
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });

    dispatcher.dispatch(
      { method: "POST", path: request.path, headers: request.headers, body: request.body },
      {
        onRequestStart(controller) {
          abort = (reason) => controller.abort(reason);
          if (ended) controller.abort(new Error("ended before it was sent"));
        },
        onResponseStart(_controller, status, headers) {
          if (status < 200) return;
          record.status = status;
          record.headersMs = performance.now() - originMs;
          const requestId = headers["x-request-id"];
          record.requestId = typeof requestId === "string" ? requestId : null;
          reader = request.stream && status < 300 ? streamAnswer() : jsonAnswer();
        },
        onResponseData(_controller, chunk) {
          const atMs = performance.now() - originMs;
          record.firstTokenMs ??= atMs;
          reader?.push(chunk, atMs);
        },
        onResponseEnd() {
          if (ended) return;
          const status = record.status as number;
          const outcome = outcomeOfStatus(status);
          if (outcome !== "completed") {
            fail(outcome, `HTTP_${status}`, reader?.text() ?? "");
            return;
          }
          const { problem, completionTokens, tokenMs } = (reader as AnswerReader).end();
          record.completionTokens = completionTokens;
          record.tokenMs = tokenMs;
          record.firstTokenMs = tokenMs?.[0] ?? record.firstTokenMs;
          if (problem === null) {
            record.outcome = "completed";
            finish();
          } else {
            fail("failed", "BODY_BROKEN", problem);
          }
        },
        onResponseError(_controller, error) {
          fail("transport", errorCodeOf(error), error.message);
        },
      },
    );
  });
}
