import { type FlowEvent, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import { alignClock, type Bracket, type ClockAlignment } from "./clock-alignment.ts";
import { dispatchPositions } from "./dispatch-positions.ts";
import type { Evidence } from "./evidence.ts";
import type { LinesByPoint, RequestTrace } from "./request-trace.ts";
import { TraceIndex } from "./trace-index.ts";

/** The witnesses' records, joined request by request. */
export interface JoinedEvidence {
  /** In the order of `evidence.requests`. */
  readonly traces: readonly RequestTrace[];
  /** Lines of log points that name a workload, but no request of the run: by the workload's id in the log. */
  readonly linesByWorkload: ReadonlyMap<string, LinesByPoint>;
  readonly joins: {
    /** Share of the completed requests (primes apart) that were found among the arrivals; null without such a witness. */
    readonly arrivalRate: number | null;
    /** Share of the completed requests (primes apart) that the router's log names; null without a log. */
    readonly eventRate: number | null;
    /** Share of all completed requests, primes too, whose dispatch the router's log tells of; null without a log. */
    readonly dispatchRate: number | null;
    readonly duplicatedArrivals: number;
    readonly foreignArrivals: number;
  };
  /** The model servers' clocks, by name. */
  readonly modelServerClocks: Readonly<Record<string, ClockAlignment>>;
  readonly routerClock: ClockAlignment | null;
}

// Nothing is ever noted in it: without a log there are no log points.
const NO_LOG_POINTS = Object.freeze({});

/** Joins by the client's id, or by the router's own request id where the log names both. */
export function joinEvidence(evidence: Evidence): JoinedEvidence {
  const traces = evidence.requests.map(
    (record): RequestTrace => ({
      record,
      requestId: null,
      arrival: null,
      duplicateArrivals: 0,
      enqueued: null,
      dispatched: null,
      averageUpdatedMs: null,
      contextExtracted: null,
      scoreAtDispatch: null,
      logPoints: evidence.events === null ? NO_LOG_POINTS : {},
    }),
  );
  const index = new TraceIndex(traces);
  const { duplicated, foreign } = joinArrivals(evidence, index);
  const linesByWorkload = joinEvents(evidence.events ?? [], index);
  let completed = 0;
  let arrived = 0;
  let logged = 0;
  for (const { record, arrival, requestId } of traces) {
    if (record.outcome !== "completed" || record.primed) continue;
    completed += 1;
    if (arrival !== null) arrived += 1;
    if (requestId !== null) logged += 1;
  }
  const share = (found: number) => (completed === 0 ? 0 : found / completed);
  return {
    traces,
    linesByWorkload,
    joins: {
      arrivalRate: evidence.arrivals === null ? null : share(arrived),
      eventRate: evidence.events === null ? null : share(logged),
      dispatchRate: evidence.events === null ? null : dispatchRateOf(traces),
      duplicatedArrivals: duplicated,
      foreignArrivals: foreign,
    },
    modelServerClocks: alignModelServers(traces),
    routerClock: alignRouter(traces),
  };
}

function joinArrivals({ arrivals }: Evidence, index: TraceIndex): { duplicated: number; foreign: number } {
  let duplicated = 0;
  let foreign = 0;
  for (const arrival of arrivals ?? []) {
    const trace = index.find(arrival.id ?? arrival.requestId ?? "");
    if (trace === undefined) {
      foreign += 1;
    } else if (trace.arrival === null) {
      trace.arrival = arrival;
      index.learnArrival(trace);
    } else {
      trace.duplicateArrivals += 1;
      duplicated += 1;
    }
  }
  return { duplicated, foreign };
}

/** Notes on each trace what the log says of it; gives the lines that name nobody but a workload. */
function joinEvents(events: readonly FlowEvent[], index: TraceIndex): Map<string, LinesByPoint> {
  const linesByWorkload = new Map<string, LinesByPoint>();
  for (const event of events) {
    if (event.event !== "objective-missing") continue;
    const trace = index.find(event.objective);
    if (trace !== undefined) index.learn(event.requestId, trace);
  }
  const positions = dispatchPositions(events);
  let enqueues = 0;
  let dispatches = 0;
  for (const event of events) {
    const requestId = "requestId" in event ? event.requestId : null;
    const trace = requestId === null ? undefined : index.find(requestId);
    if (event.event === "admitted" || event.event === "item-enqueued") enqueues += 1;
    if (event.event === "dispatched" || event.event === "item-dispatched") dispatches += 1;
    if (trace === undefined) {
      const workloadId = "workloadId" in event ? event.workloadId : null;
      if (workloadId !== null) countLine(event, entryOf(linesByWorkload, workloadId));
      continue;
    }
    trace.requestId ??= requestId;
    countLine(event, trace.logPoints);
    switch (event.event) {
      case "admitted":
      case "item-enqueued":
        trace.enqueued ??= { position: enqueues, routerMs: event.atMs, router: event.source, exact: true };
        break;
      case "dispatched":
      case "item-dispatched": {
        const exact = event.event === "item-dispatched" || event.dispatchSequence !== null;
        // A position that was counted in the queue is better than the place of a line.
        if (trace.dispatched !== null && (trace.dispatched.exact || !exact)) break;
        const position = positions[dispatches - 1] as number;
        trace.dispatched = { position, routerMs: event.atMs, router: event.source, exact };
        break;
      }
      case "wait-recorded":
        trace.averageUpdatedMs ??= event.atMs;
        break;
      case "context-extracted":
        trace.contextExtracted ??= event;
        break;
      case "score-computed":
        if (event.stage === "dispatch") trace.scoreAtDispatch = event;
        break;
    }
  }
  return linesByWorkload;
}

function countLine({ event }: FlowEvent, lines: LinesByPoint): void {
  if (!Object.hasOwn(LOG_POINTS, event)) return;
  const point = event as LogPoint;
  lines[point] = (lines[point] ?? 0) + 1;
}

function entryOf(lines: Map<string, LinesByPoint>, workloadId: string): LinesByPoint {
  const known = lines.get(workloadId) ?? {};
  lines.set(workloadId, known);
  return known;
}

function alignModelServers(traces: readonly RequestTrace[]): Record<string, ClockAlignment> {
  const byServer = new Map<string, RequestTrace[]>();
  for (const trace of traces) {
    const { record, arrival } = trace;
    if (arrival === null || record.headersMs === null) continue;
    const list = byServer.get(arrival.modelServer);
    if (list === undefined) byServer.set(arrival.modelServer, [trace]);
    else list.push(trace);
  }
  const aligned = [...byServer].map(([name, list]) => {
    const clock = alignClock(list, (trace) => bracketOf(trace, trace.arrival?.arrivedMs));
    return [name, clock] as const;
  });
  return Object.fromEntries(aligned.filter((entry): entry is [string, ClockAlignment] => entry[1] !== null));
}

function alignRouter(traces: readonly RequestTrace[]): ClockAlignment | null {
  const seen = traces.filter(
    ({ record, dispatched }) => dispatched !== null && dispatched.routerMs !== null && record.headersMs !== null,
  );
  return alignClock(seen, (trace) => bracketOf(trace, trace.dispatched?.routerMs));
}

function bracketOf({ record }: RequestTrace, observedMs: number | null | undefined): Bracket {
  return { sentMs: record.sendMs, answeredMs: record.headersMs as number, observedMs: observedMs as number };
}

function dispatchRateOf(traces: readonly RequestTrace[]): number {
  let completed = 0;
  let dispatched = 0;
  for (const trace of traces) {
    if (trace.record.outcome !== "completed") continue;
    completed += 1;
    if (trace.dispatched !== null) dispatched += 1;
  }
  return completed === 0 ? 0 : dispatched / completed;
}
