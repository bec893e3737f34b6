import { LazyHeap } from "./lazy-heap.ts";

/**
 * A binary heap that compares items only while one is added or removed: Go's `container/heap`, comparison by comparison, as
 * llm-d-router keeps its queue. With an order that changes by itself the head is stale until then.
 *
 * @see src/container/heap/heap.go in Go; pkg/epp/flowcontrol/queue/priorityqueue.go in llm-d-router
 */
export class BinaryHeap<T> extends LazyHeap<T> {
  protected sink(index: number): void {
    this.#down(index);
  }

  protected settle(index: number): void {
    if (!this.#down(index)) this.rise(index);
  }

  protected rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Whether it has moved. */
  #down(from: number): boolean {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.items.length) break;
      const right = left + 1;
      const child = right < this.items.length && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, index)) break;
      this.swap(child, index);
      index = child;
    }
    return index > from;
  }
}
