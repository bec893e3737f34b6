import { LazyBinaryHeap } from "./lazy-binary-heap.ts";
import { LazyMaxMinHeap } from "./lazy-max-min-heap.ts";
import { type ScoredRequests, SortedQueue } from "./sorted-queue.ts";

/** When a queue asks its rule which of two requests goes first: as they come and go, or anew at each dispatch. */
export const QUEUE_DISCIPLINES = ["lazy-max-min-heap", "lazy-binary-heap", "sorted"] as const;

export type QueueDiscipline = (typeof QUEUE_DISCIPLINES)[number];

/** What waits, by the requests' numbers in the order of entering. Times ascend. */
export interface WaitingQueue {
  add(request: number, atMs: number): void;
  take(atMs: number): number | undefined;
}

/** A queue of requests whose scores change, by its discipline. */
export const QUEUES: Readonly<Record<QueueDiscipline, (scored: ScoredRequests) => WaitingQueue>> = {
  "lazy-max-min-heap": (scored) => lazyQueue(scored, LazyMaxMinHeap),
  "lazy-binary-heap": (scored) => lazyQueue(scored, LazyBinaryHeap),
  sorted: (scored) => new SortedQueue(scored),
};

// What passes between two looks at the clock inside one comparison: the second score is a hair lower.
const LOOK_MS = 0.0002;

type Heap = { add(item: number): void; take(): number | undefined };

function lazyQueue(
  { score }: ScoredRequests,
  LazyHeap: new (before: (a: number, b: number) => boolean) => Heap,
): WaitingQueue {
  let nowMs = 0;
  const heap = new LazyHeap((a, b) => {
    const scoreA = score(a, nowMs);
    nowMs += LOOK_MS;
    const scoreB = score(b, nowMs);
    nowMs += LOOK_MS;
    return scoreA === scoreB ? a < b : scoreA > scoreB;
  });
  return {
    add(request, atMs) {
      nowMs = atMs + LOOK_MS;
      heap.add(request);
    },
    take(atMs) {
      nowMs = atMs;
      return heap.take();
    },
  };
}
