import fc from "fast-check";
import { expect, test } from "vitest";
import { MaxMinHeap } from "./max-min-heap.ts";

const drain = (heap: MaxMinHeap<number>) => {
  const order: number[] = [];
  for (let head = heap.head(); head !== undefined; head = heap.head()) {
    heap.remove(head);
    order.push(head);
  }
  return order;
};

test("with an order that does not change it sorts", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), (values) => {
      const heap = new MaxMinHeap<number>((a, b) => a > b);
      for (const value of values) heap.add(value);
      expect(drain(heap)).toEqual(values.toSorted((a, b) => b - a));
    }),
  );
});

test("what is removed from the middle is gone, and the rest still sorts", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.nat(), (values, pick) => {
      const heap = new MaxMinHeap<number>((a, b) => a > b);
      for (const value of values) heap.add(value);
      const removed = heap.removeAll((value) => value === values[pick % values.length]);
      expect(removed).toHaveLength(1);
      expect(drain(heap)).toEqual(values.filter((value) => value !== removed[0]).toSorted((a, b) => b - a));
    }),
  );
});

test("a change of the order is not noticed until something is added or removed", () => {
  const scores = new Map([
    [1, 10],
    [2, 5],
  ]);
  const heap = new MaxMinHeap<number>((a, b) => (scores.get(a) ?? 0) > (scores.get(b) ?? 0));
  heap.add(1);
  heap.add(2);
  scores.set(2, 20);
  expect(heap.head()).toBe(1);
});
