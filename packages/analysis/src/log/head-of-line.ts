import type { FlowEvent } from "@wa-routing/protocol";

type HeadEvent = Extract<FlowEvent, { event: "head-of-line" }>;

const TIME_KEY = '"ts';
const MAX_TIME_BYTES = 40;
// No line has a line end.
const NEVER = new DataView(new Uint8Array([10]).buffer);
const OF_A_TIME = new Uint8Array(256);
for (const byte of new TextEncoder().encode('0123456789.:+-TZ"')) OF_A_TIME[byte] = 1;

/**
 * Which request each router said last is at the head of its queue. Blocked routers say it every millisecond, so most of these
 * lines are the one before with another time: they are known by their bytes.
 */
export class HeadOfLine {
  readonly #heads = new Map<string | null, string>();
  #before: DataView = NEVER;
  #after: DataView = NEVER;
  #bytes: Uint8Array = new Uint8Array();
  #view: DataView = NEVER;

  /** Whether the line that ends at `end` is the last one that {@link isChanged} took in, but for its time. */
  isRepeated(bytes: Uint8Array, end: number): boolean {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    if (!endsWith(this.#view, end, this.#after)) return false;
    const timeEnd = end - this.#after.byteLength;
    let time = timeEnd;
    while (time > timeEnd - MAX_TIME_BYTES && OF_A_TIME[bytes[time - 1] as number] === 1) time -= 1;
    if (!endsWith(this.#view, time, this.#before)) return false;
    const start = time - this.#before.byteLength;
    return start === 0 || bytes[start - 1] === 10;
  }

  /** Takes in a head, and the line that names it; says whether it is another one than this router's last. */
  isChanged({ source, requestId }: HeadEvent, text: string, bytes: Uint8Array): boolean {
    const key = text.startsWith("{") ? text.indexOf(TIME_KEY) : -1;
    const timeEnd = key < 0 ? -1 : text.indexOf(",", key);
    // As long as the bytes: one character each, so that positions are the same.
    const isKnown = timeEnd >= 0 && text.length === bytes.length;
    this.#before = isKnown ? copyOf(bytes.subarray(0, key + TIME_KEY.length)) : NEVER;
    this.#after = isKnown ? copyOf(bytes.subarray(timeEnd)) : NEVER;
    if (this.#heads.get(source) === requestId) return false;
    this.#heads.set(source, requestId);
    return true;
  }
}

function endsWith(view: DataView, end: number, tail: DataView): boolean {
  const start = end - tail.byteLength;
  if (start < 0) return false;
  // From the end: that is where lines differ first.
  let at = tail.byteLength;
  for (; at >= 4; at -= 4) if (view.getInt32(start + at - 4) !== tail.getInt32(at - 4)) return false;
  for (; at > 0; at--) if (view.getInt8(start + at - 1) !== tail.getInt8(at - 1)) return false;
  return true;
}

/** A copy also of a Node buffer, whose own `slice` is none. */
function copyOf(bytes: Uint8Array): DataView {
  return new DataView(new Uint8Array(bytes).buffer);
}
