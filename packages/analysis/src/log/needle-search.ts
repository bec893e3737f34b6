const WORD_BYTES = 4;
// Knuth, The Art of Computer Programming, volume 3, 6.4: the golden ratio spreads what is alike.
const SPREAD = 0x9e3779b1 | 0;
// So many places of the table to a word, as far as the table stays small enough for a processor's cache.
const PLACES_PER_WORD = 128;
const MOST_HASH_BITS = 16;

/** A needle, and where in it a word stands. */
interface Suspect {
  readonly needle: Uint8Array;
  readonly offset: number;
}

/**
 * Finds any of a few texts in bytes, in their order.
 *
 * Looks at aligned words of four bytes only, as far apart as the shortest needle allows: some word of each needle is looked at
 * wherever it stands. A table by the word's hash says whether any needle has it; only then bytes are compared. Reading single
 * words, none of which waits for the one before, is faster in JavaScript than the skips of Wu and Manber, A Fast Algorithm for
 * Multi-Pattern Searching (1994), where looking at blocks is from.
 */
export class NeedleSearch {
  /** By hash of a word: 0, or a position in `#groups` counted from 1. */
  readonly #groupOf: Uint16Array;
  readonly #groups: Suspect[][] = [];
  /** Words from one look to the next. */
  readonly #step: number;
  /** What leaves a hash of a word's spread bits. */
  readonly #shift: number;
  #bytes: Uint8Array = new Uint8Array();
  #words: Int32Array = new Int32Array();
  #lead = 0;

  /** Needles have 7 bytes or more and no line ends. The shortest decides the speed. */
  constructor(needles: readonly string[]) {
    const encoded = needles.map((needle) => new TextEncoder().encode(needle));
    const shortest = Math.min(...encoded.map(({ length }) => length));
    this.#step = Math.floor((shortest + 1) / WORD_BYTES) - 1;
    if (this.#step < 1) throw new RangeError("a needle has fewer than 7 bytes");
    const places = needles.length * WORD_BYTES * this.#step * PLACES_PER_WORD;
    const bits = Math.min(MOST_HASH_BITS, Math.ceil(Math.log2(places)));
    this.#shift = 32 - bits;
    this.#groupOf = new Uint16Array(1 << bits);
    for (const needle of encoded) this.#add(needle);
  }

  /** Begins to look through other bytes. They must not change until the last `next`. */
  over(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#lead = -bytes.byteOffset & (WORD_BYTES - 1);
    const words = Math.max(0, bytes.length - this.#lead) >> 2;
    this.#words = words === 0 ? new Int32Array() : new Int32Array(bytes.buffer, bytes.byteOffset + this.#lead, words);
  }

  /** Where the next needle begins, at or after `from`, which is no part of one that begins before; -1: nowhere. */
  next(from: number): number {
    const words = this.#words;
    const groupOf = this.#groupOf;
    const step = this.#step;
    const shift = this.#shift;
    const twice = 2 * step;
    const thrice = 3 * step;
    const end = words.length;
    const last = end - 7 * step;
    let at = Math.max(0, (from - this.#lead + WORD_BYTES - 1) >> 2);
    while (at < end) {
      // Eight at once, so that the common case has one branch.
      while (
        at < last &&
        ((groupOf[Math.imul(words[at] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + step] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + twice] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + thrice] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + 4 * step] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + 5 * step] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + 6 * step] as number, SPREAD) >>> shift] as number) |
          (groupOf[Math.imul(words[at + 7 * step] as number, SPREAD) >>> shift] as number)) ===
          0
      ) {
        at += 8 * step;
      }
      for (const until = Math.min(end, at + 8 * step); at < until; at += step) {
        const group = groupOf[Math.imul(words[at] as number, SPREAD) >>> shift] as number;
        if (group === 0) continue;
        const found = this.#confirm(group, WORD_BYTES * at + this.#lead);
        if (found >= 0) return found;
      }
    }
    return -1;
  }

  #confirm(group: number, position: number): number {
    const bytes = this.#bytes;
    for (const { needle, offset } of this.#groups[group - 1] as Suspect[]) {
      const start = position - offset;
      let same = 0;
      while (same < needle.length && bytes[start + same] === needle[same]) same += 1;
      if (same === needle.length) return start;
    }
    return -1;
  }

  /** The words of a needle's end, one for each place at which a look can fall. */
  #add(needle: Uint8Array): void {
    const last = needle.length - WORD_BYTES;
    for (let offset = last; offset > last - WORD_BYTES * this.#step; offset--) {
      const word = new Int32Array(needle.slice(offset, offset + WORD_BYTES).buffer)[0] as number;
      const hash = Math.imul(word, SPREAD) >>> this.#shift;
      if (this.#groupOf[hash] === 0) this.#groupOf[hash] = this.#groups.push([]);
      this.#groups[(this.#groupOf[hash] as number) - 1]?.push({ needle, offset });
    }
  }
}
