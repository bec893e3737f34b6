import type { FlowEvent } from "@wa-routing/protocol";

/** Dispatch lines of one router from its start to its end: their places among all, and the numbers that it gave them. */
interface Life {
  readonly places: number[];
  readonly numbers: number[];
}

/**
 * The position of each dispatch line of a log, from 1, in the order of the lines: their own order, but for lines that a router
 * numbered with `dispatch_seq`, which share their places out by their numbers. A router that starts anew numbers anew.
 */
export function dispatchPositions(events: readonly FlowEvent[]): readonly number[] {
  const positions: number[] = [];
  const lives = new Map<string | null, Life>();
  const settle = (source: string | null) => {
    shareOut(lives.get(source), positions);
    lives.delete(source);
  };
  for (const event of events) {
    if (event.event === "started") settle(event.source);
    if (event.event !== "dispatched" && event.event !== "item-dispatched") continue;
    positions.push(positions.length + 1);
    if (event.event !== "dispatched" || event.dispatchSequence === null) continue;
    const life = lives.get(event.source) ?? { places: [], numbers: [] };
    lives.set(event.source, life);
    life.places.push(positions.length);
    life.numbers.push(event.dispatchSequence);
  }
  for (const source of [...lives.keys()]) settle(source);
  return positions;
}

function shareOut({ places, numbers }: Life = { places: [], numbers: [] }, positions: number[]): void {
  const isInOrder = numbers.every((number, index) => index === 0 || (numbers[index - 1] as number) < number);
  // A number that comes again is of a router that was started again without saying so: its lines stay where they are.
  if (isInOrder || new Set(numbers).size < numbers.length) return;
  const byNumber = [...numbers.keys()].sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
  for (const [index, line] of byNumber.entries()) positions[(places[line] as number) - 1] = places[index] as number;
}
