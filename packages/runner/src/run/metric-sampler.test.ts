import type { RouterGauges } from "@wa-routing/environments";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MetricSampler } from "./metric-sampler.ts";

const gaugesOf = (queueSize: number): RouterGauges => ({ queueSize, poolSaturation: null, modelServerQueueSizes: {} });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Samples that count how often they were asked for. */
function counting(sample: (asked: number) => Promise<RouterGauges> = (asked) => Promise.resolve(gaugesOf(asked))) {
  let asked = 0;
  const seen: (number | null)[] = [];
  const metrics = { sample: () => sample(++asked) };
  const sampler = new MetricSampler(metrics, ({ queueSize }) => void seen.push(queueSize));
  return { sampler, seen, asked: () => asked };
}

test("four times a second, until it is stopped", async () => {
  const { sampler, seen } = counting();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([1, 2, 3, 4]);
  sampler.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([1, 2, 3, 4]);
});

test("none while it is paused, for as long as was said", async () => {
  const { sampler, seen } = counting();
  await vi.advanceTimersByTimeAsync(300);
  sampler.pause(Infinity);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen).toEqual([1]);
  sampler.pause(0);
  await vi.advanceTimersByTimeAsync(250);
  expect(seen).toEqual([1, 2]);
  sampler.pause(1000);
  await vi.advanceTimersByTimeAsync(999);
  expect(seen).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(251);
  expect(seen).toEqual([1, 2, 3]);
  sampler.stop();
});

test("one at a time; what fails is left out", async () => {
  const failing = counting((asked) =>
    asked === 2 ? Promise.reject(new Error("gone")) : Promise.resolve(gaugesOf(asked)),
  );
  await vi.advanceTimersByTimeAsync(750);
  expect(failing.seen).toEqual([1, 3]);
  failing.sampler.stop();
  const slow = counting(() => new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(1000);
  expect(slow.asked()).toBe(1);
  slow.sampler.stop();
});
