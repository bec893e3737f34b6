import type { TimelineRequest, TrialTimeline } from "@wa-routing/protocol";

/** A workload's part of a timeline: a row for its primes, where there are any, and one for each other request, in the order of sending. */
export interface Lane {
  readonly workload: string;
  readonly from: number;
  readonly to: number;
}

/** A request in its row. */
export interface PlacedRequest extends TimelineRequest {
  readonly row: number;
  readonly number: number;
}

/** Who is drawn in which row: the lanes in the given order. */
export function timelineRows(
  { requests }: TrialTimeline,
  workloads: readonly string[],
): { readonly lanes: readonly Lane[]; readonly placed: readonly PlacedRequest[]; readonly rows: number } {
  const lanes: Lane[] = [];
  const placed: PlacedRequest[] = [];
  let rows = 0;
  for (const [number, workload] of workloads.entries()) {
    const own = requests.filter((request) => request.workload === workload);
    if (own.length === 0) continue;
    const from = rows;
    const primes = own.filter(({ primed }) => primed);
    if (primes.length > 0) rows += 1;
    for (const prime of primes) placed.push({ ...prime, row: from, number });
    for (const request of own) {
      if (request.primed) continue;
      placed.push({ ...request, row: rows, number });
      rows += 1;
    }
    lanes.push({ workload, from, to: rows });
  }
  return { lanes, placed, rows };
}

/** When a request left the router's queue: when it came to a model server, else when the router says so; null: not known. */
export function leftMs({ arrivedMs, dispatchedMs }: TimelineRequest): number | null {
  return arrivedMs ?? dispatchedMs;
}
