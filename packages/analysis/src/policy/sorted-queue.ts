import type { ReplayedRequest } from "./replayed-request.ts";

/** Waiting requests that stand in one order whatever the time, so that only the first of them can be the best. */
interface Line {
  readonly requests: number[];
  /** Where the line begins: those before have left. */
  head: number;
  /** Whether each is the only request of its workload. */
  readonly ofSingles: boolean;
}

/** Requests whose scores change with the time. */
export interface ScoredRequests {
  /** In the order of their coming; they are added in this order, by their numbers. */
  readonly requests: readonly ReplayedRequest[];
  /** One object for all requests of a workload. */
  readonly workloads: readonly object[];
  readonly score: (request: number, atMs: number) => number;
}

/**
 * A queue that takes the best of all waiting requests at each dispatch, ties by the time of their coming. O(lines) per dispatch:
 * requests of one workload and criticality have one score, so that the earliest is the best of them.
 *
 * The only requests of their workloads (those without a header) stand in one line for each criticality: the older one is, the
 * lower is its rate, and the higher its score. What comes at the very instant of a dispatch has no rate yet, and is looked at
 * one by one.
 */
export class SortedQueue {
  readonly #requests: readonly ReplayedRequest[];
  readonly #score: (request: number, atMs: number) => number;
  readonly #lineOf: readonly Line[];
  readonly #waiting: Line[] = [];

  constructor({ requests, workloads, score }: ScoredRequests) {
    this.#requests = requests;
    this.#score = score;
    this.#lineOf = linesOf(requests, workloads);
  }

  add(request: number): void {
    const line = this.#lineOf[request] as Line;
    if (line.head === line.requests.length) this.#waiting.push(line);
    line.requests.push(request);
  }

  take(atMs: number): number | undefined {
    let from: Line | undefined;
    let bestAt = 0;
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    const consider = (line: Line, at: number) => {
      const request = line.requests[at] as number;
      const own = this.#score(request, atMs);
      if (from !== undefined && !(own > bestScore || (own === bestScore && request < best))) return;
      from = line;
      bestAt = at;
      best = request;
      bestScore = own;
    };
    for (const line of this.#waiting) {
      consider(line, line.head);
      if (!line.ofSingles) continue;
      for (let at = line.requests.length - 1; at > line.head; at--) {
        if ((this.#requests[line.requests[at] as number] as ReplayedRequest).enqueuedMs < atMs) break;
        consider(line, at);
      }
    }
    if (from === undefined) return undefined;
    this.#remove(from, bestAt);
    return best;
  }

  #remove(line: Line, at: number): void {
    if (at === line.head) line.head += 1;
    else line.requests.splice(at, 1);
    if (line.head < line.requests.length) return;
    const last = this.#waiting.pop() as Line;
    if (last !== line) this.#waiting[this.#waiting.indexOf(line)] = last;
  }
}

function linesOf(requests: readonly ReplayedRequest[], workloads: readonly object[]): Line[] {
  const requestsOf = new Map<object, number>();
  for (const workload of workloads) requestsOf.set(workload, (requestsOf.get(workload) ?? 0) + 1);
  const singles: object = {};
  const lines = new Map<object, Map<number, Line>>();
  return requests.map(({ criticality }, request) => {
    const workload = workloads[request] as object;
    const ofSingles = requestsOf.get(workload) === 1;
    const key = ofSingles ? singles : workload;
    const byCriticality = lines.get(key) ?? new Map<number, Line>();
    lines.set(key, byCriticality);
    const line = byCriticality.get(criticality) ?? { requests: [], head: 0, ofSingles };
    byCriticality.set(criticality, line);
    return line;
  });
}
