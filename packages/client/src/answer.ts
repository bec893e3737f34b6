import { createParser, type EventSourceParser } from "eventsource-parser";
import type { StreamedToken } from "./client-request.ts";
import { answerText, type CompletionReading, completionProblem, quoted, readCompletion } from "./completion.ts";

const MAX_ERROR_TEXT = 500;

/**
 * What is wrong with an answer: `BODY_BROKEN` is not in the form that was asked for, or ends too early; `ERROR_IN_BODY` reports
 * an error with a status of 200; `NO_COMPLETION` is neither an error nor a completion.
 */
export interface AnswerProblem {
  readonly code: "BODY_BROKEN" | "ERROR_IN_BODY" | "NO_COMPLETION";
  readonly text: string;
}

/** What the body of an answer said. */
export interface AnswerReading {
  /** What is wrong with it; null when it is a whole completion. */
  readonly problem: AnswerProblem | null;
  readonly completionTokens: number | null;
  readonly tokenMs: number[] | null;
  /** Null: it was not asked for, or there is none. */
  readonly text: string | null;
}

/** What is wanted of an answer beside its figures. */
export interface WantedText {
  readonly keepText: boolean;
  readonly onToken: ((token: StreamedToken) => void) | undefined;
}

/** Reads an answer as it comes. */
export interface AnswerReader {
  push(chunk: Buffer, atMs: number): void;
  end(): AnswerReading;
  /** What has been read so far, for an error text. */
  text(): string;
}

/** Reads one JSON body. The bytes are kept as they are, and are looked at once, at the end. */
export class JsonAnswer implements AnswerReader {
  #first: Buffer | null = null;
  #others: Buffer[] | null = null;
  readonly #keepText: boolean;

  constructor({ keepText }: Pick<WantedText, "keepText">) {
    this.#keepText = keepText;
  }

  push(chunk: Buffer): void {
    if (this.#first === null) this.#first = chunk;
    else if (this.#others === null) this.#others = [chunk];
    else this.#others.push(chunk);
  }

  end(): AnswerReading {
    const text = this.#whole();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const problem = { code: "BODY_BROKEN", text: `the body is no JSON: ${quoted(text)}` } as const;
      return { problem, completionTokens: null, tokenMs: null, text: null };
    }
    const read = readCompletion(value);
    return {
      problem: reportedBy(read, "answer") ?? noCompletion(completionProblem(value, read)),
      completionTokens: read?.completionTokens ?? null,
      tokenMs: null,
      text: this.#keepText ? answerText(value) : null,
    };
  }

  text(): string {
    return this.#whole().slice(0, MAX_ERROR_TEXT);
  }

  #whole(): string {
    if (this.#first === null) return "";
    return (this.#others === null ? this.#first : Buffer.concat([this.#first, ...this.#others])).toString("utf8");
  }
}

/** Reads server-sent events: the time of each event with text, and the usage where it is sent. */
export function streamAnswer({ keepText, onToken }: WantedText): AnswerReader {
  const decoder = new TextDecoder();
  const tokenMs: number[] = [];
  let nowMs = 0;
  let events = 0;
  let done = false;
  let hasChoice = false;
  let usage: number | null = null;
  let problem: AnswerProblem | null = null;
  let beginning = "";
  let whole = "";
  const take = (text: string) => {
    if (text === "") return;
    if (keepText) whole += text;
    onToken?.({ text, atMs: nowMs });
  };
  const parsed = (data: string): unknown => {
    try {
      return JSON.parse(data);
    } catch {
      problem ??= { code: "BODY_BROKEN", text: `an event is no JSON: ${quoted(data)}` };
      return undefined;
    }
  };
  const parser: EventSourceParser = createParser({
    onEvent({ event: name, data }) {
      events += 1;
      if (name === "error") problem ??= { code: "ERROR_IN_BODY", text: `the stream reported ${quoted(data)}` };
      if (data === "[DONE]") {
        done = true;
        return;
      }
      const value = parsed(data);
      if (value === undefined) return;
      const event = readCompletion(value);
      if (event === null) {
        problem ??= noCompletion(`an event is no completion: ${quoted(data)}`);
        return;
      }
      problem ??= reportedBy(event, "stream");
      usage = event.completionTokens ?? usage;
      hasChoice ||= event.hasChoice;
      if (!event.hasText) return;
      tokenMs.push(nowMs);
      if (keepText || onToken !== undefined) take(answerText(value));
    },
  });
  const whatIsWrong = (): AnswerProblem | null => {
    if (problem !== null) return problem;
    if (events === 0) return { code: "BODY_BROKEN", text: `the body is no stream of events: ${quoted(beginning)}` };
    if (!done) return { code: "BODY_BROKEN", text: "the stream ended without [DONE]" };
    if (tokenMs.length > 0 || (hasChoice && (usage ?? 0) > 0)) return null;
    return noCompletion("the stream ended without a token");
  };
  return {
    push(chunk, atMs) {
      nowMs = atMs;
      const text = decoder.decode(chunk, { stream: true });
      if (beginning.length < MAX_ERROR_TEXT) beginning += text.slice(0, MAX_ERROR_TEXT);
      parser.feed(text);
    },
    end: () => ({
      problem: whatIsWrong(),
      completionTokens: usage ?? tokenMs.length,
      tokenMs,
      text: keepText ? whole : null,
    }),
    text: () => beginning.slice(0, MAX_ERROR_TEXT),
  };
}

function reportedBy(reading: CompletionReading | null, what: "answer" | "stream"): AnswerProblem | null {
  if (reading === null || reading.reported === null) return null;
  return { code: "ERROR_IN_BODY", text: `the ${what} reported ${reading.reported}` };
}

function noCompletion(text: string | null): AnswerProblem | null {
  return text === null ? null : { code: "NO_COMPLETION", text };
}
