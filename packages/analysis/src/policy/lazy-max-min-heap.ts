/**
 * A max-min heap: items are compared when one is added or removed, and at no other time.
 *
 * @param before Whether the first is to leave before the second, asked anew each time.
 * @see Atkinson, Sack, Santoro, Strothotte: Min-max heaps and generalized priority queues, CACM 29(10), 1986
 * @see pkg/epp/flowcontrol/framework/plugins/queue/maxminheap.go in the inference extension
 */
export class LazyMaxMinHeap {
  readonly #before: (a: number, b: number) => boolean;
  /** Item numbers, level by level; even levels hold early ones. */
  readonly #slots: number[] = [];

  constructor(before: (a: number, b: number) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#slots.length;
  }

  add(item: number): void {
    const slots = this.#slots;
    let at = slots.push(item) - 1;
    if (at === 0) return;
    const parent = (at - 1) >> 1;
    let wantsEarly = isEarlyLevel(at);
    const crosses = wantsEarly
      ? this.#before(slots[parent] as number, item)
      : this.#before(item, slots[parent] as number);
    if (crosses) {
      this.#swap(at, parent);
      at = parent;
      wantsEarly = !wantsEarly;
    }
    while (at > 2) {
      const above = (((at - 1) >> 1) - 1) >> 1;
      const other = slots[above] as number;
      const climbs = wantsEarly ? this.#before(item, other) : this.#before(other, item);
      if (!climbs) return;
      this.#swap(at, above);
      at = above;
    }
  }

  /** Takes the head out; the last item takes its place and sinks. */
  take(): number | undefined {
    const slots = this.#slots;
    const head = slots[0];
    const last = slots.pop();
    if (slots.length === 0 || last === undefined) return head;
    slots[0] = last;
    this.#sink();
    return head;
  }

  #sink(): void {
    const slots = this.#slots;
    for (let at = 0; ; ) {
      const first = 2 * at + 1;
      if (first >= slots.length) return;
      let best = first;
      if (first + 1 < slots.length && this.#isBefore(first + 1, best)) best = first + 1;
      const end = Math.min(slots.length, 2 * first + 5);
      for (let grandchild = 2 * first + 1; grandchild < end; grandchild++) {
        if (this.#isBefore(grandchild, best)) best = grandchild;
      }
      if (!this.#isBefore(best, at)) return;
      this.#swap(at, best);
      const parent = (best - 1) >> 1;
      if (parent !== at && this.#isBefore(parent, best)) this.#swap(best, parent);
      // From a child, too, the router goes on looking for what leaves earliest.
      at = best;
    }
  }

  #isBefore(a: number, b: number): boolean {
    return this.#before(this.#slots[a] as number, this.#slots[b] as number);
  }

  #swap(a: number, b: number): void {
    const slots = this.#slots;
    const kept = slots[a] as number;
    slots[a] = slots[b] as number;
    slots[b] = kept;
  }
}

function isEarlyLevel(at: number): boolean {
  return (31 - Math.clz32(at + 1)) % 2 === 0;
}
