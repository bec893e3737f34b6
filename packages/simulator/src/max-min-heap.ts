import { LazyHeap } from "./lazy-heap.ts";

/**
 * A max-min heap that compares items only while one is added or removed, each time anew.
 *
 * Even levels hold what leaves early, odd levels what leaves late. With an order that changes by itself (scores that depend on
 * the time) the head is stale until something is added or removed: this is how the router's own queue behaves.
 *
 * @see Atkinson, Sack, Santoro, Strothotte: Min-max heaps and generalized priority queues, CACM 29(10), 1986
 * @see pkg/epp/flowcontrol/framework/plugins/queue/maxminheap.go in the inference extension
 */
export class MaxMinHeap<T> extends LazyHeap<T> {
  protected sink(from: number): void {
    const late = onLateLevel(from);
    const goesFirst = (a: number, b: number) => (late ? this.isBefore(b, a) : this.isBefore(a, b));
    let index = from;
    for (;;) {
      const next = this.#extremeDescendant(index, goesFirst);
      if (next < 0 || !goesFirst(next, index)) return;
      this.swap(index, next);
      const parent = (next - 1) >> 1;
      if (parent !== index && goesFirst(parent, next)) this.swap(next, parent);
      index = next;
    }
  }

  /** It only sinks, as in the router, also where it would have to climb. */
  protected settle(index: number): void {
    this.sink(index);
  }

  protected rise(index: number): void {
    if (index === 0) return;
    const parent = (index - 1) >> 1;
    const late = onLateLevel(index);
    const belongsToOtherLevels = late ? this.isBefore(index, parent) : this.isBefore(parent, index);
    if (belongsToOtherLevels) {
      this.swap(index, parent);
      this.#climb(parent, !late);
    } else {
      this.#climb(index, late);
    }
  }

  #climb(from: number, late: boolean): void {
    let index = from;
    for (;;) {
      const parent = (index - 1) >> 1;
      if (parent <= 0) return;
      const grandparent = (parent - 1) >> 1;
      const misplaced = late ? this.isBefore(grandparent, index) : this.isBefore(index, grandparent);
      if (!misplaced) return;
      this.swap(index, grandparent);
      index = grandparent;
    }
  }

  #extremeDescendant(index: number, goesFirst: (a: number, b: number) => boolean): number {
    const left = 2 * index + 1;
    if (left >= this.items.length) return -1;
    const candidates = [left + 1, 2 * left + 1, 2 * left + 2, 2 * left + 3, 2 * left + 4];
    let extreme = left;
    for (const candidate of candidates) {
      if (candidate < this.items.length && goesFirst(candidate, extreme)) extreme = candidate;
    }
    return extreme;
  }
}

function onLateLevel(index: number): boolean {
  return (31 - Math.clz32(index + 1)) % 2 === 1;
}
