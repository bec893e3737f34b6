import type { FlowEvent } from "@wa-routing/protocol";

type HeadEvent = Extract<FlowEvent, { event: "head-of-line" }>;

// Where a line's times are: a clock, whatever is around it, and what zap writes behind its key.
const TIMES = /(?<="ts)":|\d\d:\d\d:\d\d/g;
// A request that is named like a time could not be told from it.
const CLOCK = /\d\d:\d\d:\d\d/;
const MAX_TIME_BYTES = 40;
const NOTHING = new DataView(new ArrayBuffer(0));
const OF_A_TIME = new Uint8Array(256);
for (const byte of new TextEncoder().encode('0123456789.:+-TZ"')) OF_A_TIME[byte] = 1;

/**
 * Which request each router said last is at the head of its queue. Blocked routers say it every millisecond, so most of these
 * lines are the one before with another time: they are known by their bytes.
 */
export class HeadOfLine {
  readonly #heads = new Map<string | null, string>();
  /** That line, and what is around its times, from its end on. */
  #line: DataView = NOTHING;
  #around: readonly Piece[] = [];
  #bytes: Uint8Array = new Uint8Array();
  #view: DataView = NOTHING;

  /** Whether the line that ends at `end` is the last one that {@link isChanged} took in, but for its time. */
  isRepeated(bytes: Uint8Array, end: number): boolean {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    let at = end;
    for (let index = 0; index < this.#around.length; index++) {
      const piece = this.#around[index] as Piece;
      if (index > 0) at = timeStart(bytes, at);
      if (!endsWith(this.#view, at, this.#line, piece)) return false;
      at -= piece.end - piece.start;
    }
    return at < end && (at === 0 || bytes[at - 1] === 10);
  }

  /** Takes in a head, and the line that names it; says whether it is another one than this router's last. */
  isChanged({ source, requestId }: HeadEvent, text: string, bytes: Uint8Array): boolean {
    // As long as the bytes: one character each, so that positions are the same.
    const isKnown = text.length === bytes.length && !CLOCK.test(requestId);
    this.#around = isKnown ? piecesAround(text, bytes) : [];
    // A copy also of a Node buffer, whose own `slice` is none.
    this.#line = new DataView(new Uint8Array(bytes).buffer);
    if (this.#heads.get(source) === requestId) return false;
    this.#heads.set(source, requestId);
    return true;
  }
}

/** Bytes of a line, from where to where. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** What a line has before, between and after its times, from the end on; none: it has no time, so it is never repeated. */
function piecesAround(text: string, bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index } of text.matchAll(TIMES)) {
    if (index < from) continue;
    pieces.unshift({ start: from, end: Math.max(from, timeStart(bytes, index)) });
    from = index;
    while (from < bytes.length && OF_A_TIME[bytes[from] as number] === 1) from += 1;
  }
  return pieces.length === 0 ? [] : [{ start: from, end: bytes.length }, ...pieces];
}

/** Where the time begins that ends at `end`. */
function timeStart(bytes: Uint8Array, end: number): number {
  let start = end;
  while (start > 0 && start > end - MAX_TIME_BYTES && OF_A_TIME[bytes[start - 1] as number] === 1) start -= 1;
  return start;
}

/** Whether what ends at `end` is this piece of the line. */
function endsWith(view: DataView, end: number, line: DataView, piece: Piece): boolean {
  // From the line to the view.
  const shift = end - piece.end;
  if (shift + piece.start < 0) return false;
  // From the end: that is where lines differ first.
  let at = piece.end;
  for (; at >= piece.start + 4; at -= 4) if (view.getInt32(shift + at - 4) !== line.getInt32(at - 4)) return false;
  for (; at > piece.start; at--) if (view.getInt8(shift + at - 1) !== line.getInt8(at - 1)) return false;
  return true;
}
