import { createParser, type EventSourceParser } from "eventsource-parser";

const MAX_ERROR_TEXT = 500;

/** What the body of an answer said. */
export interface AnswerReading {
  /** What is wrong with it; null when it is whole. */
  readonly problem: string | null;
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
    try {
      const parsed = JSON.parse(text) as { usage?: { completion_tokens?: unknown } } | null;
      return { problem: null, completionTokens: wholeNumber(parsed?.usage?.completion_tokens), tokenMs: null };
    } catch {
      return { problem: `the body is no JSON: ${text.slice(0, 200)}`, completionTokens: null, tokenMs: null };
    }
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
  let done = false;
  let usage: number | null = null;
  let problem: string | null = null;
  let beginning = "";
  const parser: EventSourceParser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") {
        done = true;
        return;
      }
      try {
        const { choices, usage: reported, error } = JSON.parse(data) as StreamedEvent;
        if (error !== undefined) problem ??= `the stream reported ${JSON.stringify(error).slice(0, 200)}`;
        usage = wholeNumber(reported?.completion_tokens) ?? usage;
        const [choice] = choices ?? [];
        if ((choice?.text ?? choice?.delta?.content ?? "") !== "") tokenMs.push(nowMs);
      } catch {
        problem ??= `an event is no JSON: ${data.slice(0, 200)}`;
      }
    },
  });
  return {
    push(chunk, atMs) {
      nowMs = atMs;
      const text = decoder.decode(chunk, { stream: true });
      if (beginning.length < MAX_ERROR_TEXT) beginning += text.slice(0, MAX_ERROR_TEXT);
      parser.feed(text);
    },
    end() {
      if (!done) problem ??= "the stream ended without [DONE]";
      return { problem, completionTokens: usage ?? tokenMs.length, tokenMs };
    },
    text: () => beginning.slice(0, MAX_ERROR_TEXT),
  };
}

interface StreamedEvent {
  readonly choices?: readonly { readonly text?: string; readonly delta?: { readonly content?: string } }[];
  readonly usage?: { readonly completion_tokens?: unknown } | null;
  readonly error?: unknown;
}

function wholeNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}
