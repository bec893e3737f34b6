import { LineEnds } from "./line-ends.ts";
import { LOG_NEEDLES } from "./log-needles.ts";
import { NeedleSearch } from "./needle-search.ts";

/** Longer lines are counted and skipped, so that memory stays bounded. */
export const MAX_LINE_BYTES = 1 << 20;

const LINE_END = 10;

/**
 * A line that may be of interest: from where in `bytes` to where, without its end, and where a needle is in it; -1: it only looks
 * unusual. The bytes are only lent.
 */
export type OnCandidate = (bytes: Uint8Array, start: number, end: number, needle: number) => void;

/** Whether a line without a needle need not be looked at. */
type IsUsual = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Finds candidate lines in chunks of bytes, in constant memory. A chunk may be used again after its `push`. */
export class CandidateLines {
  readonly #onCandidate: OnCandidate;
  readonly #search = new NeedleSearch(LOG_NEEDLES);
  readonly #ends = new LineEnds();
  readonly #isUsual: IsUsual;
  #lines = 0;
  /** The beginning of a line that has not ended: the first `#kept` bytes. */
  #rest = new Uint8Array(1 << 12);
  #kept = 0;
  #skipping = false;
  #oversized = 0;

  constructor(onCandidate: OnCandidate, isUsual: IsUsual) {
    this.#onCandidate = onCandidate;
    this.#isUsual = isUsual;
  }

  /** Lines that have ended, of interest or not, the one that is being handed over included. */
  get lines(): number {
    return this.#lines;
  }

  /** Lines of more than 1 MiB. */
  get oversized(): number {
    return this.#oversized;
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
      this.#lines += 1;
    } else {
      this.#rest[this.#kept] = LINE_END;
      this.#scan(this.#rest.subarray(0, this.#kept + 1));
    }
    this.#skipping = false;
    this.#kept = 0;
  }

  /** Whole lines, each with its end. */
  #scan(bytes: Uint8Array): void {
    const [search, ends, isUsual] = [this.#search, this.#ends, this.#isUsual];
    search.over(bytes);
    ends.over(bytes);
    let needle = search.next(0);
    for (let start = 0; start < bytes.length; ) {
      const end = ends.next(start);
      this.#lines += 1;
      if (needle >= 0 && needle < end) {
        this.#onCandidate(bytes, start, end, needle);
        needle = search.next(end + 1);
      } else if (!isUsual(bytes, start, end)) this.#onCandidate(bytes, start, end, -1);
      start = end + 1;
    }
  }
}
