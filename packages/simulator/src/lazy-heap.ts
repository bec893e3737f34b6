import type { Before, WaitingQueue } from "./waiting-queue.ts";

/**
 * What lazy heaps have in common: items are compared only while one is added or removed, so that with an order that changes by itself
 * the head is stale until then.
 */
export abstract class LazyHeap<T> implements WaitingQueue<T> {
  readonly #before: Before<T>;
  #items: T[] = [];

  constructor(before: Before<T>) {
    this.#before = before;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** The item that leaves next, without comparing anything. */
  head(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    this.#items.push(item);
    this.rise(this.#items.length - 1);
  }

  /** The last item takes its place. */
  remove(item: T): void {
    const index = this.#items.indexOf(item);
    if (index < 0) return;
    const last = this.#items.pop() as T;
    if (index === this.#items.length) return;
    this.#items[index] = last;
    this.settle(index);
  }

  /** Rebuilds the heap only if something was removed. */
  removeAll(unwanted: (item: T) => boolean): T[] {
    const removed = this.#items.filter(unwanted);
    if (removed.length === 0) return removed;
    this.#items = this.#items.filter((item) => !removed.includes(item));
    for (let index = (this.#items.length >> 1) - 1; index >= 0; index--) this.sink(index);
    return removed;
  }

  /** Brings up an item that was added. */
  protected abstract rise(index: number): void;

  /** Brings down an item whose children are heaps. */
  protected abstract sink(index: number): void;

  /** Brings an item to its place that took that of a removed one. */
  protected abstract settle(index: number): void;

  protected isBefore(a: number, b: number): boolean {
    return this.#before(this.#items[a] as T, this.#items[b] as T);
  }

  protected swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b] as T, this.#items[a] as T];
  }
}
