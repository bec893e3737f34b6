import { createParser, type EventSourceParser } from "eventsource-parser";
import { type CompletionReading, completionProblem, quoted, readCompletion } from "./completion.ts";

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
      return { problem, completionTokens: null, tokenMs: null };
    }
    const read = readCompletion(value);
    return {
      problem: reportedBy(read, "answer") ?? noCompletion(completionProblem(value, read)),
      completionTokens: read?.completionTokens ?? null,
      tokenMs: null,
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
export function streamAnswer(): AnswerReader {
  const decoder = new TextDecoder();
  const tokenMs: number[] = [];
  let nowMs = 0;
  let events = 0;
  let done = false;
  let hasChoice = false;
  let usage: number | null = null;
  let problem: AnswerProblem | null = null;
  let beginning = "";
  const read = (data: string): CompletionReading | null => {
    try {
      const event = readCompletion(JSON.parse(data));
      problem ??= event === null ? noCompletion(`an event is no completion: ${quoted(data)}`) : null;
      return event;
    } catch {
      problem ??= { code: "BODY_BROKEN", text: `an event is no JSON: ${quoted(data)}` };
      return null;
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
      const event = read(data);
      if (event === null) return;
      problem ??= reportedBy(event, "stream");
      usage = event.completionTokens ?? usage;
      hasChoice ||= event.hasChoice;
      if (event.hasText) tokenMs.push(nowMs);
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
    end: () => ({ problem: whatIsWrong(), completionTokens: usage ?? tokenMs.length, tokenMs }),
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
