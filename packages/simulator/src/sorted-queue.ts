import type { Before, WaitingQueue } from "./waiting-queue.ts";

/** A queue that compares all that wait at each look at its head, so that the head is never stale. O(waiting) a look. */
export class SortedQueue<T> implements WaitingQueue<T> {
  readonly #before: Before<T>;
  /** In the order of their coming. */
  #items: T[] = [];

  constructor(before: Before<T>) {
    this.#before = before;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  head(): T | undefined {
    return firstOf(this.#items, this.#before);
  }

  add(item: T): void {
    this.#items.push(item);
  }

  remove(item: T): void {
    this.#items = this.#items.filter((other) => other !== item);
  }

  removeAll(unwanted: (item: T) => boolean): T[] {
    const removed = this.#items.filter(unwanted);
    this.#items = this.#items.filter((item) => !removed.includes(item));
    return removed;
  }
}

/** What is to leave before all others; of those that none goes before, the one that stands first. */
export function firstOf<T>(items: readonly T[], before: Before<T>): T | undefined {
  let first: T | undefined;
  for (const item of items) if (first === undefined || before(item, first)) first = item;
  return first;
}
