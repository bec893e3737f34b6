const LINE_END = 10;
const LINE_ENDS = 0x0a0a0a0a;
const ONES = 0x01010101;

/** Finds line ends in blocks of bytes, four bytes at a time. */
export class LineEnds {
  #bytes: Uint8Array = new Uint8Array();
  #words: Uint32Array = new Uint32Array();
  #lead = 0;

  /** Begins another block. */
  over(bytes: Uint8Array): void {
    this.#bytes = bytes;
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
}
