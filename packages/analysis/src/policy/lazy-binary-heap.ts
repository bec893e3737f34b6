/**
 * A binary heap: items are compared when one is added or removed, and at no other time.
 *
 * @param before Whether the first is to leave before the second, asked anew each time.
 * @see container/heap in Go's standard library, whose comparisons are made here in the same order
 */
export class LazyBinaryHeap {
  readonly #before: (a: number, b: number) => boolean;
  readonly #slots: number[] = [];

  constructor(before: (a: number, b: number) => boolean) {
    this.#before = before;
  }

  add(item: number): void {
    const slots = this.#slots;
    let at = slots.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = slots[parent] as number;
      if (!this.#before(item, other)) break;
      slots[at] = other;
      at = parent;
    }
    slots[at] = item;
  }

  /** Takes the head out; the last item takes its place and sinks. */
  take(): number | undefined {
    const slots = this.#slots;
    const head = slots[0];
    const last = slots.pop();
    if (slots.length === 0 || last === undefined) return head;
    let at = 0;
    for (let child = 1; child < slots.length; child = 2 * at + 1) {
      const other = child + 1;
      if (other < slots.length && this.#before(slots[other] as number, slots[child] as number)) child = other;
      const least = slots[child] as number;
      if (!this.#before(least, last)) break;
      slots[at] = least;
      at = child;
    }
    slots[at] = last;
    return head;
  }
}
