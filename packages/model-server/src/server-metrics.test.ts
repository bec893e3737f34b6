import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ServerMetrics } from "./server-metrics.ts";
import { Slots } from "./slots.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const created = () => new ServerMetrics(new Slots(0), "m", []);

test("a gate with a lease opens by itself, and that is counted", () => {
  const metrics = created();
  metrics.setWaitingRequests(999, 10_000);
  vi.advanceTimersByTime(9_999);
  expect(metrics.gate()).toMatchObject({ waitingRequests: 999, lapses: 0 });
  vi.advanceTimersByTime(1);
  expect(metrics.gate()).toMatchObject({ waitingRequests: null, leaseMsLeft: null, lapses: 1 });
});

test("closed again in time it stays closed, for one lease more", () => {
  const metrics = created();
  metrics.setWaitingRequests(999, 10_000);
  vi.advanceTimersByTime(9_000);
  metrics.setWaitingRequests(999, 10_000);
  vi.advanceTimersByTime(9_000);
  expect(metrics.gate()).toMatchObject({ waitingRequests: 999, lapses: 0 });
  expect(metrics.gate().leaseMsLeft).toBeCloseTo(1_000, -1);
});

test("opened, or closed without a lease, nothing happens by itself", () => {
  const metrics = created();
  metrics.setWaitingRequests(999, 10_000);
  metrics.setWaitingRequests(null);
  metrics.setWaitingRequests(5);
  vi.advanceTimersByTime(60_000);
  expect(metrics.gate()).toMatchObject({ waitingRequests: 5, leaseMsLeft: null, lapses: 0 });
});
