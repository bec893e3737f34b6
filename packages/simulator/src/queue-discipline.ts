import { BinaryHeap } from "./binary-heap.ts";
import { MaxMinHeap } from "./max-min-heap.ts";
import { SortedQueue } from "./sorted-queue.ts";
import type { Before, WaitingQueue } from "./waiting-queue.ts";

/**
 * When a queue compares what waits in it: a lazy heap while something is added or removed, a sorted queue anew at each look at its
 * head.
 */
export type QueueDiscipline = "lazy-max-min-heap" | "lazy-binary-heap" | "sorted";

export const QUEUE_DISCIPLINES: readonly QueueDiscipline[] = ["lazy-max-min-heap", "lazy-binary-heap", "sorted"];

/** An empty queue. */
export function createQueue<T>(discipline: QueueDiscipline, before: Before<T>): WaitingQueue<T> {
  switch (discipline) {
    case "lazy-max-min-heap":
      return new MaxMinHeap(before);
    case "lazy-binary-heap":
      return new BinaryHeap(before);
    case "sorted":
      return new SortedQueue(before);
  }
}
