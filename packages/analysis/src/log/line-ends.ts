const LINE_END = 10;
const LINE_ENDS = 0x0a0a0a0a;
const ONES = 0x01010101;

/** Finds and counts line ends in blocks of bytes, four bytes at a time. */
export class LineEnds {
  #bytes: Uint8Array = new Uint8Array();
  #words: Uint32Array = new Uint32Array();
  #lead = 0;
  #at = 0;
  #ended = 0;

  /** Begins another block; what of the last one was not asked for is not counted. */
  over(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#lead = -bytes.byteOffset & 3;
    const words = Math.max(0, bytes.length - this.#lead) >> 2;
    this.#words = words === 0 ? new Uint32Array() : new Uint32Array(bytes.buffer, bytes.byteOffset + this.#lead, words);
  }

  /** Where the next line end is, at or after `from`. There must be one. */
  next(from: number): number {
    const bytes = this.#bytes;
    const words = this.#words;
    let index = Math.max(0, (from - this.#lead + 3) >> 2);
    let at = from;
    for (const aligned = 4 * index + this.#lead; at < aligned; at++) if (bytes[at] === LINE_END) return at;
    for (; index + 3 < words.length; index += 4) {
      const first = (words[index] as number) ^ LINE_ENDS;
      const second = (words[index + 1] as number) ^ LINE_ENDS;
      const third = (words[index + 2] as number) ^ LINE_ENDS;
      const fourth = (words[index + 3] as number) ^ LINE_ENDS;
      // Some byte is zero; Warren, Hacker's Delight, 6-1.
      const ends =
        ((first - ONES) & ~first) |
        ((second - ONES) & ~second) |
        ((third - ONES) & ~third) |
        ((fourth - ONES) & ~fourth);
      if ((ends & 0x80808080) !== 0) break;
    }
    for (at = 4 * index + this.#lead; bytes[at] !== LINE_END; ) at += 1;
    return at;
  }

  /** A line end outside of any block. */
  add(): void {
    this.#ended += 1;
  }

  /** Line ends in all blocks so far, and in this one before `to`. Never goes back. */
  countTo(to: number): number {
    const bytes = this.#bytes;
    const words = this.#words;
    const lead = this.#lead;
    let at = this.#at;
    let ended = this.#ended;
    for (; at < to && ((at - lead) & 3) !== 0; at++) if (bytes[at] === LINE_END) ended += 1;
    const until = Math.min(words.length, (to - lead) >> 2);
    for (let index = (at - lead) >> 2; index < until; ) {
      // One sum for each of the four places; none is over 255.
      let sums = 0;
      for (const pause = Math.min(until, index + 255); index < pause; index++) {
        // The highest bit of each byte that is a line end; Warren, Hacker's Delight, 6-1.
        const word = (words[index] as number) ^ LINE_ENDS;
        sums += (~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080) >>> 7;
      }
      ended += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24);
      at = 4 * index + lead;
    }
    for (; at < to; at++) if (bytes[at] === LINE_END) ended += 1;
    this.#at = at;
    this.#ended = ended;
    return ended;
  }
}
