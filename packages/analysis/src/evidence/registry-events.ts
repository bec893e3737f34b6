import type { FlowEvent } from "@wa-routing/protocol";

/**
 * What a router's registry went through in one scenario: the scenario's own events and, in the log's order, those of other scenarios
 * and of strangers about workloads that its events name, too. A router may give one id to all requests that have none.
 *
 * @param events The whole log. @param own The scenario's part of it. @param starts When the router started again.
 */
export function registryEvents(
  events: readonly FlowEvent[],
  own: readonly FlowEvent[],
  starts: ReadonlySet<FlowEvent>,
): readonly FlowEvent[] {
  const isOwn = new Set(own);
  const ids = new Set(own.map(workloadOf));
  const shared = new Set(
    events
      .filter((event) => !isOwn.has(event))
      .map(workloadOf)
      .filter((id) => id !== null && ids.has(id)),
  );
  if (shared.size === 0) return own;
  return events.filter((event) => isOwn.has(event) || starts.has(event) || shared.has(workloadOf(event)));
}

function workloadOf(event: FlowEvent): string | null {
  return "workloadId" in event ? event.workloadId : null;
}
