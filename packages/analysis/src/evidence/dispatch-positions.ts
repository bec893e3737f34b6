import type { FlowEvent, FlowEventOf } from "@wa-routing/protocol";

type DispatchEvent = FlowEventOf<"dispatched" | "item-dispatched">;

/**
 * The place of each dispatch line among all of a log, from 1: in the order of the lines, but for those that a router numbered with
 * `dispatch_seq`, which take their own places in the order of their numbers. A router that starts anew numbers anew.
 */
export function dispatchPositions(events: readonly FlowEvent[]): ReadonlyMap<FlowEvent, number> {
  const positions = new Map<FlowEvent, number>();
  const numbered = new Map<string | null, FlowEventOf<"dispatched">[]>();
  const settle = (source: string | null) => {
    const life = numbered.get(source) ?? [];
    numbered.delete(source);
    if (isSorted(life)) return;
    const places = life.map((event) => positions.get(event) as number);
    const inOrder = life.toSorted((a, b) => numberOf(a) - numberOf(b));
    for (const [index, event] of inOrder.entries()) positions.set(event, places[index] as number);
  };
  for (const event of events) {
    if (event.event === "started") settle(event.source);
    if (!isDispatch(event)) continue;
    positions.set(event, positions.size + 1);
    if (event.event !== "dispatched" || event.dispatchSequence === null) continue;
    const life = numbered.get(event.source);
    if (life === undefined) numbered.set(event.source, [event]);
    else life.push(event);
  }
  for (const source of [...numbered.keys()]) settle(source);
  return positions;
}

function isDispatch(event: FlowEvent): event is DispatchEvent {
  return event.event === "dispatched" || event.event === "item-dispatched";
}

/** Also where a number comes again: that router was started again without saying so, and its lines stay where they are. */
function isSorted(life: readonly FlowEventOf<"dispatched">[]): boolean {
  if (new Set(life.map(numberOf)).size < life.length) return true;
  return life.every((event, index) => index === 0 || numberOf(life[index - 1] as typeof event) < numberOf(event));
}

function numberOf({ dispatchSequence }: FlowEventOf<"dispatched">): number {
  return dispatchSequence ?? 0;
}
