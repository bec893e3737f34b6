import { LOG_POINT_MARKER } from "@wa-routing/protocol";

/**
 * Texts of which a line of interest has at least one. Looked for in whole chunks, before anything is parsed: most of a router's
 * log is of no interest.
 */
export const NEEDLES = [
  LOG_POINT_MARKER,
  "objectiveKey",
  "Item enqueued",
  "Item dispatched",
  "Flow control outcome",
  "enforcing HoL",
  '"level":"error"',
  "\tERROR\t",
  "level=error",
  "panic:",
  "fatal error:",
  "Flow Control layer",
] as const;

/** Longer lines are counted and skipped, so that memory stays bounded. */
export const MAX_LINE_BYTES = 1 << 20;

/** A line that may be of interest. */
export type OnCandidate = (text: string, line: number) => void;

/** Finds candidate lines in chunks of bytes, in constant memory. */
export class CandidateLines {
  readonly #needles: readonly string[];
  readonly #onCandidate: OnCandidate;
  // One character per byte: positions in the text are positions in the bytes.
  readonly #latin1 = new TextDecoder("latin1");
  readonly #utf8 = new TextDecoder();
  #rest: Uint8Array = new Uint8Array();
  #skipping = false;
  #line = 1;
  #oversized = 0;

  constructor(onCandidate: OnCandidate, needles: readonly string[] = NEEDLES) {
    this.#onCandidate = onCandidate;
    this.#needles = needles;
  }

  /** Lines that have ended, of interest or not. */
  get lines(): number {
    return this.#line - 1;
  }

  /** Lines of more than 1 MiB. */
  get oversized(): number {
    return this.#oversized;
  }

  push(chunk: Uint8Array): void {
    const firstEnd = chunk.indexOf(10);
    if (firstEnd < 0) {
      this.#keep(chunk);
      return;
    }
    const lastEnd = chunk.lastIndexOf(10);
    if (this.#rest.length > 0 || this.#skipping) {
      this.#keep(chunk.subarray(0, firstEnd));
      this.#endKept();
      this.#scan(chunk.subarray(firstEnd + 1, lastEnd + 1));
    } else {
      this.#scan(chunk.subarray(0, lastEnd + 1));
    }
    this.#rest = new Uint8Array();
    this.#keep(chunk.subarray(lastEnd + 1));
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.#rest.length > 0 || this.#skipping) this.#endKept();
  }

  #keep(bytes: Uint8Array): void {
    if (this.#skipping || bytes.length === 0) return;
    if (this.#rest.length + bytes.length > MAX_LINE_BYTES) {
      this.#skipping = true;
      this.#rest = new Uint8Array();
      return;
    }
    const joined = new Uint8Array(this.#rest.length + bytes.length);
    joined.set(this.#rest);
    joined.set(bytes, this.#rest.length);
    this.#rest = joined;
  }

  #endKept(): void {
    if (this.#skipping) {
      this.#oversized += 1;
      this.#line += 1;
    } else {
      const line = new Uint8Array(this.#rest.length + 1);
      line.set(this.#rest);
      line[this.#rest.length] = 10;
      this.#rest = new Uint8Array();
      this.#scan(line);
    }
    this.#skipping = false;
    this.#rest = new Uint8Array();
  }

  /** Whole lines, each with its end. */
  #scan(bytes: Uint8Array): void {
    const text = this.#latin1.decode(bytes);
    const found = this.#candidatesOf(text);
    let counted = 0;
    for (const [start, end] of found) {
      this.#line += lineEnds(text, counted, start);
      counted = start;
      if (end - start > MAX_LINE_BYTES) this.#oversized += 1;
      else this.#onCandidate(this.#textOf(bytes, text, start, end), this.#line);
    }
    this.#line += lineEnds(text, counted, text.length);
  }

  #candidatesOf(text: string): [number, number][] {
    const ends = new Map<number, number>();
    for (const needle of this.#needles) {
      for (let at = text.indexOf(needle); at >= 0; ) {
        const start = text.lastIndexOf("\n", at) + 1;
        const end = text.indexOf("\n", at);
        ends.set(start, end);
        at = text.indexOf(needle, end);
      }
    }
    return [...ends].sort(([a], [b]) => a - b);
  }

  #textOf(bytes: Uint8Array, text: string, start: number, end: number): string {
    const line = text.slice(start, end);
    const plain = isAscii(line) ? line : this.#utf8.decode(bytes.subarray(start, end));
    return plain.endsWith("\r") ? plain.slice(0, -1) : plain;
  }
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is meant.
  return /^[\x00-\x7f]*$/.test(text);
}
