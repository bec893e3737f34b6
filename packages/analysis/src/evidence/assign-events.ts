import {
  type ArrivalRecord,
  type FlowEvent,
  MADE_UP_WORKLOAD,
  type Plan,
  type RequestRecord,
} from "@wa-routing/protocol";
import { registryEvents } from "./registry-events.ts";

/** What of a scenario can be recognised in a router's log. */
export interface ScenarioTraffic {
  readonly name: string;
  readonly plan: Plan;
  readonly requests: readonly RequestRecord[];
  readonly arrivals: readonly ArrivalRecord[];
}

/** A log's events by scenario, and how many belong to none. */
export interface AssignedEvents {
  readonly byScenario: ReadonlyMap<string, readonly FlowEvent[]>;
  /** Those of each scenario, and those of others about the same workloads. */
  readonly registryEvents: ReadonlyMap<string, readonly FlowEvent[]>;
  /** Events about requests that this run did not send. */
  readonly foreign: number;
}

/**
 * Tells apart which scenario of a run each line of the router's log belongs to: by the client's id, by the router's id where a
 * line or an arrival names both, by the workload id; lines that name nobody, or an id that the router made up, belong where
 * their neighbours do. The start with which a router's log begins belongs to none.
 */
export function assignEvents(events: readonly FlowEvent[], scenarios: readonly ScenarioTraffic[]): AssignedEvents {
  const byRequest = new Map<string, string>();
  const byWorkload = new Map<string, string>();
  for (const { name, requests, arrivals } of scenarios) {
    for (const { id, requestId, workloadId } of requests) {
      byRequest.set(id, name);
      if (requestId !== null) byRequest.set(requestId, name);
      if (workloadId !== null) byWorkload.set(workloadId, name);
    }
    for (const { id, requestId } of arrivals) if (id !== null && requestId !== null) byRequest.set(requestId, name);
  }
  for (const event of events) {
    if (event.event !== "objective-missing") continue;
    const name = byRequest.get(event.objective);
    if (name !== undefined) byRequest.set(event.requestId, name);
  }
  for (const event of events) {
    // An id that the router made up is known by the request that a line names beside it.
    if (!("workloadId" in event) || event.workloadId === null || event.requestId === null) continue;
    const name = byRequest.get(event.requestId);
    if (name !== undefined && !byWorkload.has(event.workloadId)) byWorkload.set(event.workloadId, name);
  }
  const isFirstStart = firstStarts();
  const byScenario = new Map<string, FlowEvent[]>(scenarios.map(({ name }) => [name, []]));
  let foreign = 0;
  let current = scenarios[0]?.name;
  for (const event of events) {
    if (isFirstStart(event)) continue;
    const requestId = "requestId" in event ? event.requestId : null;
    const workloadId = "workloadId" in event ? event.workloadId : null;
    const namesSomebody = requestId !== null || (workloadId !== null && !isMadeUp(workloadId));
    const name = byRequest.get(requestId ?? "") ?? byWorkload.get(workloadId ?? "");
    if (name === undefined && namesSomebody && event.event !== "error") {
      foreign += 1;
      continue;
    }
    if (name !== undefined) current = name;
    if (current !== undefined) byScenario.get(current)?.push(event);
  }
  const starts = new Set([...byScenario.values()].flat().filter((event) => event.event === "started"));
  const ofRegistry = [...byScenario].map(([name, own]) => [name, registryEvents(events, own, starts)] as const);
  return { byScenario, registryEvents: new Map(ofRegistry), foreign };
}

/** Tells what a router says when it starts for the first time, each line once, where its log begins with that. */
function firstStarts(): (event: FlowEvent) => boolean {
  const begins = new Map<string | null, { readonly withStart: boolean; readonly said: Set<string> }>();
  return (event) => {
    if (event.event === "error") return false;
    const isStart = event.event === "started";
    const begun = begins.get(event.source) ?? { withStart: isStart, said: new Set() };
    begins.set(event.source, begun);
    if (!isStart || !begun.withStart || begun.said.has(event.text)) return false;
    begun.said.add(event.text);
    return true;
  };
}

/** An id of the router's own, for a request without a readable one: it names nobody that another line does not. */
function isMadeUp(workloadId: string): boolean {
  return workloadId.startsWith(MADE_UP_WORKLOAD);
}
