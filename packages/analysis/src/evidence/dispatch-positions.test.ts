import type { FlowEvent } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { dispatchPositions } from "./dispatch-positions.ts";

const dispatched = (dispatchSequence: number | null, source: string | null = null) =>
  ({ event: "dispatched", dispatchSequence, source }) as FlowEvent;
const item = { event: "item-dispatched", source: null } as FlowEvent;
const admitted = { event: "admitted", source: null } as FlowEvent;
const started = { event: "started", source: null } as FlowEvent;

test.each([
  ["lines without numbers: as they stand", [dispatched(null), admitted, item, dispatched(null)], [1, 2, 3]],
  ["numbers in order", [dispatched(4), dispatched(5), dispatched(9)], [1, 2, 3]],
  ["numbers out of order", [dispatched(7), dispatched(5), dispatched(6)], [3, 1, 2]],
  [
    "lines with and without: those with a number share their own places",
    [dispatched(2), item, dispatched(1)],
    [3, 2, 1],
  ],
  ["a router that started anew", [dispatched(2), dispatched(1), started, dispatched(1), dispatched(0)], [2, 1, 4, 3]],
  ["one that did not say so", [dispatched(2), dispatched(1), dispatched(1)], [1, 2, 3]],
  ["two routers, each by its own", [dispatched(2, "a"), dispatched(1, "b"), dispatched(1, "a")], [3, 2, 1]],
  ["no dispatch", [admitted, started], []],
])("%s", (_, events, positions) => {
  expect(dispatchPositions(events)).toEqual(positions);
});
