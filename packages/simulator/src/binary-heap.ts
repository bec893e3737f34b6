import type { Before, WaitingQueue } from "./waiting-queue.ts";

/**
 * A binary heap that compares items only while one is added or removed: Go's `container/heap`, comparison by comparison, as
 * llm-d-router keeps its queue. With an order that changes by itself the head is stale until then.
 *
 * @see src/container/heap/heap.go in Go; pkg/epp/flowcontrol/queue/priorityqueue.go in llm-d-router
 */
export class BinaryHeap<T> implements WaitingQueue<T> {
  readonly #before: Before<T>;
  #items: T[] = [];

  constructor(before: Before<T>) {
    this.#before = before;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  head(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    this.#items.push(item);
    this.#up(this.#items.length - 1);
  }

  remove(item: T): void {
    const index = this.#items.indexOf(item);
    if (index < 0) return;
    const last = this.#items.pop() as T;
    if (index === this.#items.length) return;
    this.#items[index] = last;
    if (!this.#down(index)) this.#up(index);
  }

  /** Rebuilds the heap only if something was removed. */
  removeAll(unwanted: (item: T) => boolean): T[] {
    const removed = this.#items.filter(unwanted);
    if (removed.length === 0) return removed;
    this.#items = this.#items.filter((item) => !removed.includes(item));
    for (let index = (this.#items.length >> 1) - 1; index >= 0; index--) this.#down(index);
    return removed;
  }

  #up(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Whether it has moved. */
  #down(from: number): boolean {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.#items.length) break;
      const right = left + 1;
      const child = right < this.#items.length && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, index)) break;
      this.#swap(child, index);
      index = child;
    }
    return index > from;
  }

  #isBefore(a: number, b: number): boolean {
    return this.#before(this.#items[a] as T, this.#items[b] as T);
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b] as T, this.#items[a] as T];
  }
}
