import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

test("who has left waits no more, and those behind come in their order", async () => {
  const slots = new Slots(1);
  await slots.enter();
  const gone = new AbortController();
  const order: string[] = [];
  const first = slots.enter(gone.signal);
  const second = Promise.resolve(slots.enter()).then(() => void order.push("second"));
  const third = Promise.resolve(slots.enter()).then(() => void order.push("third"));
  gone.abort(new Error("it left"));
  await expect(first).rejects.toThrow("it left");
  expect(slots).toMatchObject({ running: 1, waiting: 2 });
  slots.leave();
  await second;
  slots.leave();
  await third;
  expect(order).toEqual(["second", "third"]);
  slots.leave();
  expect(slots).toMatchObject({ running: 0, waiting: 0 });
});

test("while it is paused nobody is let in, and then all for whom there is room", async () => {
  const slots = new Slots(2);
  slots.paused = true;
  const all = [1, 2, 3].map(() => slots.enter());
  expect(slots).toMatchObject({ running: 0, waiting: 3 });
  slots.paused = false;
  expect(slots).toMatchObject({ running: 2, waiting: 1 });
  await Promise.all(all.slice(0, 2));
});
