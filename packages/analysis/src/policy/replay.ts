import type { RouterParameters } from "@wa-routing/protocol";
import { AverageWaits } from "./average-waits.ts";
import { LazyBinaryHeap } from "./lazy-binary-heap.ts";
import { ORDERING_RULES, type OrderingRule } from "./ordering-rule.ts";
import type { Policy } from "./policy.ts";
import { QUEUE_DISCIPLINES, QUEUES, type WaitingQueue } from "./queue-discipline.ts";
import { type WorkloadModel, workloadModels } from "./registry-model.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

/** What is replayed. */
export interface ReplayInput {
  /** In the order in which they entered the queue. */
  readonly requests: readonly ReplayedRequest[];
  /** When one request left the queue, ascending. Which one is for the policy to say. */
  readonly dispatchesMs: readonly number[];
  /** What the router computes with. */
  readonly parameters: RouterParameters;
  /** From a dispatch to the update of its workload's average wait, in ms: of all of them, or of each in turn. */
  readonly averageLagMs?: number | readonly number[];
}

/** How soon a router on an idle machine updates an average wait, in ms. */
export const USUAL_AVERAGE_LAG_MS = 0.3;

/**
 * The order in which a policy would have dispatched these requests, had it had the same requests at the same times and the same
 * chances to dispatch. Returns positions in `requests`; those that no dispatch was left for are missing.
 */
export function replay({ rule, discipline }: Policy, input: ReplayInput): number[] {
  const { requests, dispatchesMs, parameters } = input;
  const ordering = ORDERING_RULES[rule];
  if (ordering.kind === "fixed") return dispatched(requests, dispatchesMs, fixedQueue(ordering, requests));
  const workloads = workloadModels(requests, parameters);
  const averages = new AverageWaits(requests, workloads, input.averageLagMs ?? USUAL_AVERAGE_LAG_MS);
  const score = scoresOf(ordering, requests, workloads, parameters);
  const queue = QUEUES[discipline ?? QUEUE_DISCIPLINES[0]]({ requests, workloads, score });
  return dispatched(requests, dispatchesMs, {
    add(request, atMs) {
      averages.catchUp(atMs);
      (workloads[request] as WorkloadModel).arrived(atMs);
      queue.add(request, atMs);
    },
    take(atMs) {
      averages.catchUp(atMs);
      const taken = queue.take(atMs);
      if (taken !== undefined) averages.dispatched(taken, atMs);
      return taken;
    },
  });
}

function dispatched(
  requests: readonly ReplayedRequest[],
  dispatchesMs: readonly number[],
  queue: WaitingQueue,
): number[] {
  const order: number[] = [];
  let next = 0;
  let waiting = 0;
  const enqueue = () => {
    queue.add(next, (requests[next] as ReplayedRequest).enqueuedMs);
    next += 1;
    waiting += 1;
  };
  for (const dispatchMs of dispatchesMs) {
    while (next < requests.length && (requests[next]?.enqueuedMs ?? 0) <= dispatchMs) enqueue();
    // A dispatch that was seen before the request entered: the clocks are off by a little.
    if (waiting === 0 && next < requests.length) enqueue();
    const taken = queue.take(dispatchMs);
    if (taken === undefined) continue;
    waiting -= 1;
    order.push(taken);
  }
  return order;
}

/** A queue whose order never changes: every discipline gives the same. */
function fixedQueue(
  { compare }: Extract<OrderingRule, { kind: "fixed" }>,
  requests: readonly ReplayedRequest[],
): WaitingQueue {
  return new LazyBinaryHeap((a, b) => {
    const order = compare(requests[a] as ReplayedRequest, requests[b] as ReplayedRequest);
    return order === 0 ? a < b : order < 0;
  });
}

function scoresOf(
  { scorer }: Extract<OrderingRule, { kind: "scored" }>,
  requests: readonly ReplayedRequest[],
  workloads: readonly WorkloadModel[],
  parameters: RouterParameters,
): (request: number, atMs: number) => number {
  const scoreOf = scorer(parameters);
  const criticalities = Float64Array.from(requests, ({ criticality }) => criticality);
  return (request, atMs) => {
    const workload = workloads[request] as WorkloadModel;
    return scoreOf({
      criticality: criticalities[request] as number,
      emaSeconds: workload.emaSeconds,
      ratePerSecond: workload.ratePerSecond(atMs),
    });
  };
}
