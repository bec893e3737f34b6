import { type FlowEvent, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import { alignClock, type ClockAlignment } from "./clock-alignment.ts";
import type { Evidence } from "./evidence.ts";
import type { RequestTrace } from "./request-trace.ts";

/** The witnesses' records, joined request by request. */
export interface JoinedEvidence {
  /** In the order of `evidence.requests`. */
  readonly traces: readonly RequestTrace[];
  readonly joins: {
    /** Share of the completed requests (primes apart) that were found among the arrivals; null without such a witness. */
    readonly arrivalRate: number | null;
    /** Share of the completed requests (primes apart) that the router's log names; null without a log. */
    readonly eventRate: number | null;
    readonly duplicatedArrivals: number;
    readonly foreignArrivals: number;
  };
  /** The model servers' clocks, by name. */
  readonly modelServerClocks: Readonly<Record<string, ClockAlignment>>;
  readonly routerClock: ClockAlignment | null;
}

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
      contextExtracted: null,
      scoreAtDispatch: null,
      logPoints: {},
    }),
  );
  const byId = new Map(traces.map((trace) => [trace.record.id, trace]));
  for (const trace of traces) {
    const echoed = trace.record.requestId;
    if (echoed !== null && !byId.has(echoed)) byId.set(echoed, trace);
  }
  const { duplicated, foreign } = joinArrivals(evidence, byId);
  joinEvents(evidence.events ?? [], byId);
  const completed = traces.filter(({ record }) => record.outcome === "completed" && !record.primed);
  const share = (known: (trace: RequestTrace) => boolean) =>
    completed.length === 0 ? 0 : completed.filter(known).length / completed.length;
  return {
    traces,
    joins: {
      arrivalRate: evidence.arrivals === null ? null : share(({ arrival }) => arrival !== null),
      eventRate: evidence.events === null ? null : share(({ requestId }) => requestId !== null),
      duplicatedArrivals: duplicated,
      foreignArrivals: foreign,
    },
    modelServerClocks: alignModelServers(traces),
    routerClock: alignRouter(traces),
  };
}

type ById = Map<string, RequestTrace>;

function joinArrivals({ arrivals }: Evidence, byId: ById): { duplicated: number; foreign: number } {
  let duplicated = 0;
  let foreign = 0;
  for (const arrival of arrivals ?? []) {
    const trace = byId.get(arrival.id ?? arrival.requestId ?? "");
    if (trace === undefined) {
      foreign += 1;
    } else if (trace.arrival === null) {
      trace.arrival = arrival;
      if (arrival.requestId !== null && !byId.has(arrival.requestId)) byId.set(arrival.requestId, trace);
    } else {
      trace.duplicateArrivals += 1;
      duplicated += 1;
    }
  }
  return { duplicated, foreign };
}

function joinEvents(events: readonly FlowEvent[], byId: ById): void {
  for (const event of events) {
    if (event.event !== "objective-missing") continue;
    const trace = byId.get(event.objective);
    if (trace !== undefined && !byId.has(event.requestId)) byId.set(event.requestId, trace);
  }
  let enqueues = 0;
  let dispatches = 0;
  for (const event of events) {
    const requestId = "requestId" in event ? event.requestId : null;
    const trace = requestId === null ? undefined : byId.get(requestId);
    if (event.event === "admitted" || event.event === "item-enqueued") enqueues += 1;
    if (event.event === "dispatched" || event.event === "item-dispatched") dispatches += 1;
    if (trace === undefined) continue;
    trace.requestId ??= requestId;
    if (Object.hasOwn(LOG_POINTS, event.event)) {
      const point = event.event as LogPoint;
      trace.logPoints[point] = (trace.logPoints[point] ?? 0) + 1;
    }
    switch (event.event) {
      case "admitted":
      case "item-enqueued":
        trace.enqueued ??= { position: enqueues, routerMs: event.atMs, exact: true };
        break;
      case "dispatched":
        trace.dispatched ??= { position: dispatches, routerMs: event.atMs, exact: event.dispatchSequence !== null };
        break;
      case "item-dispatched":
        trace.dispatched ??= { position: dispatches, routerMs: event.atMs, exact: true };
        break;
      case "context-extracted":
        trace.contextExtracted ??= event;
        break;
      case "score-computed":
        if (event.stage === "dispatch") trace.scoreAtDispatch = event;
        break;
    }
  }
}

function alignModelServers(traces: readonly RequestTrace[]): Record<string, ClockAlignment> {
  const brackets: Record<string, { sentMs: number; answeredMs: number; observedMs: number }[]> = {};
  for (const { record, arrival } of traces) {
    if (arrival === null || record.headersMs === null) continue;
    brackets[arrival.modelServer] ??= [];
    brackets[arrival.modelServer]?.push({
      sentMs: record.sendMs,
      answeredMs: record.headersMs,
      observedMs: arrival.arrivedMs,
    });
  }
  const aligned = Object.entries(brackets).map(([name, list]) => [name, alignClock(list)] as const);
  return Object.fromEntries(aligned.filter((entry): entry is [string, ClockAlignment] => entry[1] !== null));
}

function alignRouter(traces: readonly RequestTrace[]): ClockAlignment | null {
  return alignClock(
    traces.flatMap(({ record, dispatched }) =>
      dispatched === null || dispatched.routerMs === null || record.headersMs === null
        ? []
        : [{ sentMs: record.sendMs, answeredMs: record.headersMs, observedMs: dispatched.routerMs }],
    ),
  );
}
