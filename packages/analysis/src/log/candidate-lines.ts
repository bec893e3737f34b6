import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { LineEnds } from "./line-ends.ts";
import { NeedleSearch } from "./needle-search.ts";

/** Texts of which a line of interest has at least one. Looked for in bytes: most of a router's log is of no interest. */
export const NEEDLES = [
  LOG_POINT_MARKER,
  "InferenceObjective found",
  "Item enqueued",
  "Item dispatched",
  "Flow control outcome",
  "enforcing HoL",
  '"level":"error"',
  "\tERROR\t",
  "level=error",
  "panic: ",
  "fatal error:",
  "Flow Control layer",
] as const;

/** Longer lines are counted and skipped, so that memory stays bounded. */
export const MAX_LINE_BYTES = 1 << 20;

const LINE_END = 10;

/** A line that may be of interest: where in `bytes` a needle is, and where the line ends. The bytes are only lent. */
export type OnCandidate = (bytes: Uint8Array, at: number, end: number) => void;

/** What is looked for, and whether lines are counted, which takes longer than the looking. */
export interface CandidateLinesOptions {
  readonly needles?: readonly string[];
  readonly numbered?: boolean;
}

/** Finds candidate lines in chunks of bytes, in constant memory. A chunk may be used again after its `push`. */
export class CandidateLines {
  readonly #onCandidate: OnCandidate;
  readonly #search: NeedleSearch;
  readonly #ends = new LineEnds();
  readonly #numbered: boolean;
  /** The beginning of a line that has not ended: the first `#kept` bytes. */
  #rest = new Uint8Array(1 << 12);
  #kept = 0;
  #skipping = false;
  #oversized = 0;

  constructor(onCandidate: OnCandidate, { needles = NEEDLES, numbered = true }: CandidateLinesOptions = {}) {
    this.#onCandidate = onCandidate;
    this.#search = new NeedleSearch(needles);
    this.#numbered = numbered;
  }

  /** Lines that have ended, of interest or not; 0 where they are not counted. */
  get lines(): number {
    return this.lineAt(0) - 1;
  }

  /** Lines of more than 1 MiB. */
  get oversized(): number {
    return this.#oversized;
  }

  /** The number, counted from 1, of the candidate that begins at `start`. Only for the one that is being handed over. */
  lineAt(start: number): number {
    return (this.#numbered ? this.#ends.countTo(start) : 0) + 1;
  }

  push(chunk: Uint8Array): void {
    // No piece holds a line that is too long, so a long line is met in the same way however the log is cut.
    for (let from = 0; from < chunk.length; from += MAX_LINE_BYTES) {
      this.#pushPiece(chunk.subarray(from, from + MAX_LINE_BYTES));
    }
  }

  /** The last line may lack its end. Returns it, if so. */
  end(): Uint8Array | null {
    if (this.#kept === 0 && !this.#skipping) return null;
    const last = this.#rest.slice(0, this.#kept);
    this.#endKept();
    return last;
  }

  #pushPiece(piece: Uint8Array): void {
    const firstEnd = piece.indexOf(LINE_END);
    if (firstEnd < 0) {
      this.#keep(piece);
      return;
    }
    const lastEnd = piece.lastIndexOf(LINE_END);
    let from = 0;
    if (this.#kept > 0 || this.#skipping) {
      this.#keep(piece.subarray(0, firstEnd));
      this.#endKept();
      from = firstEnd + 1;
    }
    this.#scan(piece.subarray(from, lastEnd + 1));
    this.#keep(piece.subarray(lastEnd + 1));
  }

  #keep(bytes: Uint8Array): void {
    if (this.#skipping || bytes.length === 0) return;
    const kept = this.#kept + bytes.length;
    if (kept > MAX_LINE_BYTES) {
      this.#skipping = true;
      this.#kept = 0;
      return;
    }
    // One more, for the line's end.
    if (kept + 1 > this.#rest.length) {
      const larger = new Uint8Array(2 * (kept + 1));
      larger.set(this.#rest.subarray(0, this.#kept));
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#kept);
    this.#kept = kept;
  }

  #endKept(): void {
    if (this.#skipping) {
      this.#oversized += 1;
      this.#ends.add();
    } else {
      this.#rest[this.#kept] = LINE_END;
      this.#scan(this.#rest.subarray(0, this.#kept + 1));
    }
    this.#skipping = false;
    this.#kept = 0;
  }

  /** Whole lines, each with its end. */
  #scan(bytes: Uint8Array): void {
    const search = this.#search;
    search.over(bytes);
    this.#ends.over(bytes);
    for (let at = search.next(0); at >= 0; ) {
      const end = this.#ends.next(at);
      this.#onCandidate(bytes, at, end);
      at = search.next(end + 1);
    }
    if (this.#numbered) this.#ends.countTo(bytes.length);
  }
}

/** Where the line begins that has the byte at `at`. */
export function lineStart(bytes: Uint8Array, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(LINE_END, at) + 1;
}
