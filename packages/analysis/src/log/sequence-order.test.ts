import type { FlowEvent } from "@wa-routing/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { orderBySequence } from "./sequence-order.ts";

const SECOND_MS = 1000;

/** Events of one router: number, time in seconds, request. */
const event = (seq: number | null, seconds: number | null, requestId = `r${seq}`, source: string | null = null) =>
  ({
    event: "evicted",
    line: 1,
    source,
    atMs: seconds === null ? null : seconds * SECOND_MS,
    seq,
    requestId,
    workloadId: null,
  }) satisfies FlowEvent;
const numbers = (events: readonly FlowEvent[]) => orderBySequence(events).events.map(({ seq }) => seq);
const counts = (events: readonly FlowEvent[]) => orderBySequence(events).counts;

test.each([
  ["missing numbers", [event(1, 1), event(2, 2), event(5, 3), event(6, 4)], [1, 2, 5, 6], [2, 0, 0]],
  ["late lines", [event(1, 1), event(3, 3), event(2, 2), event(4, 4)], [1, 2, 3, 4], [0, 1, 0]],
  ["late lines without times", [event(3, null), event(1, null), event(2, null)], [1, 2, 3], [0, 2, 0]],
  [
    "lines that are there twice",
    [event(1, 1), event(2, 2), event(1, 1), event(2, 2), event(3, 3)],
    [1, 2, 3],
    [0, 0, 2],
  ],
  ["a restart by its times", [event(7, 1), event(8, 2), event(0, 9), event(1, 9)], [7, 8, 0, 1], [0, 0, 0]],
  ["a restart by its content", [event(0, null), event(1, null), event(0, null, "other")], [0, 1, 0], [0, 0, 0]],
  ["times that cross by a little", [event(6, 1), event(5, 1.0001), event(7, 1.1)], [5, 6, 7], [0, 1, 0]],
  ["lines without numbers", [event(2, 2), event(null, 2), event(1, 1)], [1, null, 2], [0, 1, 0]],
  ["nothing", [], [], [0, 0, 0]],
])("%s", (_name, events, order, [missingSeq, outOfOrder, duplicates]) => {
  expect(numbers(events)).toEqual(order);
  expect(counts(events)).toEqual({ missingSeq, outOfOrder, duplicates });
});

test("each router has numbers of its own", () => {
  const events = [event(1, 1, "a", "one"), event(1, 1, "b", "two"), event(9, 2, "c", "two"), event(2, 2, "d", "one")];
  expect(orderBySequence(events)).toEqual({ events, counts: { missingSeq: 7, outOfOrder: 0, duplicates: 0 } });
});

test("any shuffle, with any lines twice, gives the same events", () => {
  const whole = Array.from({ length: 20 }, (_, seq) => event(seq, seq, `r${seq}`, seq % 2 === 0 ? "even" : null));
  const inOrder = orderBySequence(whole).events;
  const shuffled = fc.shuffledSubarray([...whole, ...whole.slice(5, 9)], { minLength: 24 });
  fc.assert(
    fc.property(shuffled, (events) => {
      const { events: ordered, counts: found } = orderBySequence(events);
      for (const source of ["even", null]) {
        expect(ordered.filter((one) => one.source === source)).toEqual(inOrder.filter((one) => one.source === source));
      }
      expect(found).toMatchObject({ duplicates: 4, missingSeq: 20 - 2 });
    }),
  );
});
