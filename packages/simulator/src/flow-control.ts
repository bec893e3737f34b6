import type { Faults } from "./faults.ts";
import { createQueue, type QueueDiscipline } from "./queue-discipline.ts";
import type { QueueItem, QueueOutcome } from "./queue-item.ts";
import { firstOf } from "./sorted-queue.ts";
import type { Before, WaitingQueue } from "./waiting-queue.ts";
import type { Clock } from "./workload-registry.ts";

const TICK_MS = 1;
const SWEEP_MS = 1000;

/** What the flow control tells about its queue, in the order in which it happens. */
export interface FlowControlObserver {
  /** About to enter the queue. */
  enqueuing(item: QueueItem): void;
  enqueued(item: QueueItem, queueSize: number): void;
  /** Has left the queue. `dispatchSequence` is counted inside the queue. */
  dispatched(item: QueueItem, queueSize: number, dispatchSequence: number): void;
  evicted(item: QueueItem, queueSize: number): void;
  /** The head may not leave, because every model server is full. `head` finds it: a sorted queue compares all that wait for it. */
  blocked(head: () => QueueItem | undefined): void;
}

/** What a flow control needs. */
export interface FlowControlOptions {
  readonly before: Before<QueueItem>;
  readonly discipline: QueueDiscipline;
  readonly isSaturated: () => boolean;
  readonly now: Clock;
  readonly observer: FlowControlObserver;
  /** Longest time in the queue, in ms; 0 is no limit. */
  readonly ttlMs: number;
  /** Most requests in the queue. */
  readonly maxRequests: number;
  readonly faults: Faults;
}

/**
 * The router's queue: bands by priority, in them flows by fairness id, in each flow one queue of the given
 * discipline.
 *
 * One cycle runs on each arrival and each millisecond while something waits; a cycle dispatches at most one request: of the
 * highest band that holds something, the flow whose head goes first. A blocked head blocks lower bands too.
 *
 * @see pkg/epp/flowcontrol/controller/internal/processor.go in the inference extension
 */
export class FlowControl {
  readonly #options: FlowControlOptions;
  /** Band by band, the highest first; in each the flows in the order of their first request. */
  #bands: { priority: number; flows: Map<string, WaitingQueue<QueueItem>> }[] = [];
  #size = 0;
  #sequence = 0;
  #dispatchSequence = 0;
  #ticker: NodeJS.Timeout | null = null;
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: FlowControlOptions) {
    this.#options = options;
    this.#sweeper = setInterval(() => this.sweep(), SWEEP_MS);
  }

  get size(): number {
    return this.#size;
  }

  /** Takes a request in. `false`: there is no room. */
  enqueue(request: Omit<QueueItem, "enqueuedMs" | "sequence" | "cancelled">): QueueItem | false {
    if (this.#size >= this.#options.maxRequests) return false;
    const item: QueueItem = {
      ...request,
      enqueuedMs: this.#options.now(),
      sequence: this.#sequence++,
      cancelled: false,
    };
    this.#options.observer.enqueuing(item);
    this.#queueOf(item).add(item);
    this.#size += 1;
    this.#options.observer.enqueued(item, this.#size);
    this.cycle();
    if (this.#size > 0) this.#ticker ??= setInterval(() => this.cycle(), TICK_MS);
    return item;
  }

  /** One look at the queue: dispatches at most one request. */
  cycle(): void {
    if (this.#size === 0) {
      this.#stopTicker();
      return;
    }
    if (this.#options.isSaturated()) {
      this.#options.observer.blocked(() => this.#head());
      return;
    }
    const head = this.#head();
    if (head === undefined) return;
    if (this.#options.faults.has("phantom-dispatch") && this.#dispatchSequence % 8 === 3) {
      this.#options.observer.dispatched(head, this.#size - 1, this.#dispatchSequence++);
      return;
    }
    this.#remove(head);
    if (head.cancelled) {
      this.#finish(head, "cancelled");
      return;
    }
    this.#options.observer.dispatched(head, this.#size, this.#dispatchSequence++);
    head.leave("dispatched");
  }

  /** Takes out what has waited too long, and what nobody waits for any more. */
  sweep(): void {
    const { now, ttlMs } = this.#options;
    const expired = (item: QueueItem) => ttlMs > 0 && now() - item.enqueuedMs > ttlMs;
    this.#removeAll(
      (item) => item.cancelled || expired(item),
      (item) => (item.cancelled ? "cancelled" : "expired"),
    );
  }

  /** Empties the queue, as the end of the process does. */
  shutDown(): void {
    this.#removeAll(
      () => true,
      () => "shut-down",
    );
    this.#stopTicker();
  }

  close(): void {
    clearInterval(this.#sweeper);
    this.shutDown();
  }

  #queueOf({ priority, fairnessId }: QueueItem): WaitingQueue<QueueItem> {
    let band = this.#bands.find((candidate) => candidate.priority === priority);
    if (band === undefined) {
      band = { priority, flows: new Map() };
      this.#bands = [...this.#bands, band].sort((a, b) => b.priority - a.priority);
    }
    const { discipline, before } = this.#options;
    const queue = band.flows.get(fairnessId) ?? createQueue(discipline, before);
    band.flows.set(fairnessId, queue);
    return queue;
  }

  #head(): QueueItem | undefined {
    for (const { flows } of this.#bands) {
      let best: QueueItem | undefined;
      for (const queue of flows.values()) {
        const head = this.#eligibleHead(queue);
        if (head === undefined) continue;
        if (best === undefined || this.#options.before(head, best)) best = head;
      }
      if (best !== undefined) return best;
    }
    return undefined;
  }

  #eligibleHead(queue: WaitingQueue<QueueItem>): QueueItem | undefined {
    if (!this.#options.faults.has("workload-starved")) return queue.head();
    const eligible = queue.items.filter((item) => item.criticality !== 1);
    return firstOf(eligible, this.#options.before);
  }

  #remove(item: QueueItem): void {
    this.#queueOf(item).remove(item);
    this.#size -= 1;
  }

  #removeAll(unwanted: (item: QueueItem) => boolean, outcome: (item: QueueItem) => QueueOutcome): void {
    for (const { flows } of this.#bands) {
      for (const queue of flows.values()) {
        for (const item of queue.removeAll(unwanted)) {
          this.#size -= 1;
          this.#finish(item, outcome(item));
        }
      }
    }
  }

  #finish(item: QueueItem, outcome: QueueOutcome): void {
    this.#options.observer.evicted(item, this.#size);
    item.leave(outcome);
  }

  #stopTicker(): void {
    if (this.#size > 0 || this.#ticker === null) return;
    clearInterval(this.#ticker);
    this.#ticker = null;
  }
}
