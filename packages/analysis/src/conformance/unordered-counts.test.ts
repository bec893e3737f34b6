import type { FlowEventOf } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { UnorderedCounts } from "./unordered-counts.ts";

type RegistryEvent = FlowEventOf<"active-incremented" | "active-decremented">;

const line = (event: RegistryEvent["event"], active: number, total: number | null, seq: number | null = null) =>
  ({ event, active, total, seq }) as RegistryEvent;
const up = (active: number, total: number | null = null, seq: number | null = null) =>
  line("active-incremented", active, total, seq);
const down = (active: number) => line("active-decremented", active, null);

test.each([
  ["in order", [up(1, 1), up(2, 2), down(1), down(0)], true],
  ["two lines exchanged", [up(2, 2), up(1, 1), down(0), down(1)], true],
  ["without totals", [up(2), up(1), down(0), down(1)], true],
  ["a total twice", [up(1, 1), up(2, 1), down(1), down(0)], false],
  ["a total left out", [up(1, 1), up(2, 3), down(1), down(0)], false],
  ["a request that is never taken off", [up(1, 1), up(2, 2), down(1)], false],
  ["one that is taken off twice", [up(1, 1), down(0), down(0)], false],
  ["a count that jumps", [up(1, 1), up(3, 2), down(1), down(0)], false],
  ["lines with numbers, whose order is known", [up(2, 2, 1), up(1, 1, 2), down(0), down(1)], false],
])("%s: can be right is %j", (_, lines, canBeRight) => {
  const counts = new UnorderedCounts();
  for (const one of lines) counts.take(one);
  expect(counts.canBeRight).toBe(canBeRight);
});
