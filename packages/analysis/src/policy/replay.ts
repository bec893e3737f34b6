import { DEFAULT_SCORE_PARAMETERS, priorityScore, type ScoreParameters } from "@wa-routing/protocol";
import { LazyHeap } from "./lazy-heap.ts";
import { WorkloadModel } from "./registry-model.ts";
import { ResortedQueue } from "./resorted-queue.ts";

/** Orders that a router may follow. */
export const POLICIES = ["fcfs", "lifo", "strict-criticality", "workload-aware", "workload-aware-resorted"] as const;

export type Policy = (typeof POLICIES)[number];

/** A request as a policy sees it. Times are on one clock, in ms. */
export interface ReplayedRequest {
  /** Requests of one workload share it; headerless ones have one each. */
  readonly workload: string;
  readonly criticality: number;
  /** When it entered the queue. */
  readonly enqueuedMs: number;
}

/** What is replayed. */
export interface ReplayInput {
  /** In the order in which they entered the queue. */
  readonly requests: readonly ReplayedRequest[];
  /** When one request left the queue, ascending. Which one is for the policy to say. */
  readonly dispatchesMs: readonly number[];
  readonly parameters?: ScoreParameters;
  /** From a dispatch to the update of the average wait, in ms. */
  readonly emaLagMs?: number;
}

// What passes between two looks at the clock inside one comparison: the second score is a hair lower.
const LOOK_MS = 0.0002;

interface QueueModel {
  add(request: number, atMs: number): void;
  take(atMs: number): number | undefined;
}

/**
 * The order in which a policy would have dispatched these requests, had it had the same requests at the same times and the same
 * chances to dispatch. Returns positions in `requests`; those that no dispatch was left for are missing.
 */
export function replay(policy: Policy, input: ReplayInput): number[] {
  const { requests, dispatchesMs, emaLagMs = 0.3 } = input;
  const workloads = workloadModels(requests);
  const queue = createQueue(policy, input, workloads);
  const order: number[] = [];
  const takenMs: number[] = [];
  let recorded = 0;
  const catchUp = (atMs: number) => {
    for (; recorded < order.length && (takenMs[recorded] as number) + emaLagMs <= atMs; recorded++) {
      const request = order[recorded] as number;
      const waitMs = (takenMs[recorded] as number) - (requests[request] as ReplayedRequest).enqueuedMs;
      (workloads[request] as WorkloadModel).dispatched(waitMs);
    }
  };
  let next = 0;
  let waiting = 0;
  const enqueue = () => {
    const { enqueuedMs } = requests[next] as ReplayedRequest;
    catchUp(enqueuedMs);
    (workloads[next] as WorkloadModel).arrived(enqueuedMs);
    queue.add(next, enqueuedMs);
    next += 1;
    waiting += 1;
  };
  for (const dispatchMs of dispatchesMs) {
    while (next < requests.length && (requests[next]?.enqueuedMs ?? 0) <= dispatchMs) enqueue();
    // A dispatch that was seen before the request entered: the clocks are off by a little.
    if (waiting === 0 && next < requests.length) enqueue();
    catchUp(dispatchMs);
    const taken = queue.take(dispatchMs);
    if (taken === undefined) continue;
    waiting -= 1;
    order.push(taken);
    takenMs.push(dispatchMs);
  }
  return order;
}

/** The model of each request's workload; requests of one workload share it. */
export function workloadModels(requests: readonly ReplayedRequest[]): WorkloadModel[] {
  const byName = new Map<string, WorkloadModel>();
  return requests.map(({ workload }) => {
    const known = byName.get(workload);
    if (known !== undefined) return known;
    const model = new WorkloadModel();
    byName.set(workload, model);
    return model;
  });
}

function createQueue(policy: Policy, input: ReplayInput, workloads: readonly WorkloadModel[]): QueueModel {
  const { requests, parameters = DEFAULT_SCORE_PARAMETERS } = input;
  const at = (index: number) => requests[index] as ReplayedRequest;
  const score = (index: number, atMs: number) => {
    const workload = workloads[index] as WorkloadModel;
    const { criticality } = at(index);
    const { emaSeconds } = workload;
    return priorityScore({ criticality, emaSeconds, ratePerSecond: workload.ratePerSecond(atMs) }, parameters).score;
  };
  const earlier = (a: number, b: number) =>
    at(a).enqueuedMs < at(b).enqueuedMs || (at(a).enqueuedMs === at(b).enqueuedMs && a < b);
  switch (policy) {
    case "fcfs":
      return sortedQueue(earlier);
    case "lifo":
      return sortedQueue((a, b) => earlier(b, a));
    case "strict-criticality":
      return sortedQueue((a, b) =>
        at(a).criticality === at(b).criticality ? earlier(a, b) : at(a).criticality > at(b).criticality,
      );
    case "workload-aware": {
      let nowMs = 0;
      const heap = new LazyHeap((a, b) => {
        const scoreA = score(a, nowMs);
        nowMs += LOOK_MS;
        const scoreB = score(b, nowMs);
        nowMs += LOOK_MS;
        return scoreA === scoreB ? earlier(a, b) : scoreA > scoreB;
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
    case "workload-aware-resorted":
      return new ResortedQueue(requests, workloads, score, earlier);
  }
}

/** A queue whose order never changes. */
function sortedQueue(before: (a: number, b: number) => boolean): QueueModel {
  const heap = new LazyHeap(before);
  return { add: (request) => heap.add(request), take: () => heap.take() };
}
