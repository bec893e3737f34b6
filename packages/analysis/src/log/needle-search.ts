/** What most of a router's log looks like: needles are looked for by those of their pairs that are rare in it. */
const NOISE = new TextEncoder().encode(
  [
    '{"level":"Level(-3)","ts":"2026-11-23T20:01:54.337695Z","logger":"saturation-detector","caller":"utilizationdetector/detector.go:125","msg":"No pods found with good capacity; system is considered SATURATED."}',
    '{"level":"Level(-4)","ts":"2026-11-23T20:01:54.338912Z","logger":"flow-controller","caller":"internal/processor.go:315","msg":"Policy\'s chosen item is saturated; enforcing blocking.","shardID":"shard-0000","flowKey":"default-flow:0","reqID":"4f1c2a9e-7b3d-4c55-9a11-10000007d06e","priorityName":"Default"}',
    '{"level":"Level(-4)","ts":"2026-11-23T20:01:54.340127Z","caller":"requestcontrol/director.go:163","msg":"LLM request assembled","x-request-id":"8e6f","objectiveKey":"","incomingModelName":"food-review","targetModelName":"food-review","priority":0}',
  ].join("\n"),
);

/** A needle, and where in it a pair of bytes stands. */
interface Suspect {
  readonly needle: Uint8Array;
  readonly offset: number;
}

/**
 * Finds any of a few texts in bytes, in their order.
 *
 * Looks at one aligned pair of bytes in every `stride`: a needle of `stride + 1` bytes or more cannot hide between two of them.
 * Only a pair that some needle has is looked at twice. Reading single pairs, none of which waits for the one before, is faster in
 * JavaScript than the skips of Wu and Manber, A Fast Algorithm for Multi-Pattern Searching (1994), where the pairs are from.
 */
export class NeedleSearch {
  /** By pair of bytes: 0, or a position in `#groups` counted from 1. */
  readonly #groupOf = new Uint16Array(1 << 16);
  readonly #groups: Suspect[][] = [];
  /** Pairs from one look to the next. */
  readonly #step: number;
  #bytes: Uint8Array = new Uint8Array();
  #pairs: Uint16Array = new Uint16Array();
  #lead = 0;

  /** Needles have 3 bytes or more and no line ends. The shortest decides the speed. */
  constructor(needles: readonly string[]) {
    const encoded = needles.map((needle) => new TextEncoder().encode(needle));
    this.#step = (Math.min(...encoded.map(({ length }) => length)) - 1) >> 1;
    if (this.#step < 1) throw new RangeError("a needle has fewer than 3 bytes");
    for (const needle of encoded) this.#add(needle);
  }

  /** Begins to look through other bytes. They must not change until the last `next`. */
  over(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#lead = bytes.byteOffset & 1;
    const pairs = Math.max(0, bytes.length - this.#lead) >> 1;
    this.#pairs = pairs === 0 ? new Uint16Array() : new Uint16Array(bytes.buffer, bytes.byteOffset + this.#lead, pairs);
  }

  /** Where the next needle begins, at or after `from`, which is no part of one that begins before; -1: nowhere. */
  next(from: number): number {
    const pairs = this.#pairs;
    const groupOf = this.#groupOf;
    const step = this.#step;
    const twice = 2 * step;
    const thrice = 3 * step;
    const last = 7 * step;
    const end = pairs.length;
    let at = Math.max(0, (from - this.#lead + 1) >> 1);
    while (at < end) {
      // Four at once, so that the common case has one branch.
      while (
        at + last < end &&
        ((groupOf[pairs[at] as number] as number) |
          (groupOf[pairs[at + step] as number] as number) |
          (groupOf[pairs[at + twice] as number] as number) |
          (groupOf[pairs[at + thrice] as number] as number) |
          (groupOf[pairs[at + 4 * step] as number] as number) |
          (groupOf[pairs[at + 5 * step] as number] as number) |
          (groupOf[pairs[at + 6 * step] as number] as number) |
          (groupOf[pairs[at + last] as number] as number)) ===
          0
      ) {
        at += 8 * step;
      }
      for (const until = Math.min(end, at + 8 * step); at < until; at += step) {
        const group = groupOf[pairs[at] as number] as number;
        if (group === 0) continue;
        const found = this.#confirm(group, 2 * at + this.#lead);
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

  /** As many pairs as a stride has bytes, where the needle is rarest: one of them will be looked at. */
  #add(needle: Uint8Array): void {
    const stride = 2 * this.#step;
    const starts = Array.from({ length: needle.length - stride }, (_, start) => start);
    const costs = starts.map((start) => costOf(needle.subarray(start, start + stride + 1)));
    const first = costs.indexOf(Math.min(...costs));
    for (let offset = first; offset < first + stride; offset++) {
      const pair = new Uint16Array(needle.slice(offset, offset + 2).buffer)[0] as number;
      if (this.#groupOf[pair] === 0) this.#groupOf[pair] = this.#groups.push([]);
      this.#groups[(this.#groupOf[pair] as number) - 1]?.push({ needle, offset });
    }
  }
}

/** How often each pair of bytes is in the noise. */
const PAIRS_OF_NOISE = pairCounts(NOISE);

/** How often a look at the noise would fall on one of a needle's pairs. */
function costOf(window: Uint8Array): number {
  let cost = 0;
  for (let at = 1; at < window.length; at++) cost += PAIRS_OF_NOISE[pairAt(window, at - 1)] as number;
  return cost;
}

function pairCounts(bytes: Uint8Array): Uint16Array {
  const counts = new Uint16Array(1 << 16);
  for (let at = 1; at < bytes.length; at++) {
    const pair = pairAt(bytes, at - 1);
    counts[pair] = (counts[pair] as number) + 1;
  }
  return counts;
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
