import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { UNKNOWN_GATEWAY } from "../gateway/asked-gateway.ts";
import { madeUpGateway } from "./gateway.test-data.ts";
import { RunRecording } from "./run-recording.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the router is asked for its gauges while it is recorded, but not while it is left alone, and not after the end", async () => {
  let asked = 0;
  const metrics = {
    sample: () => {
      asked += 1;
      return Promise.resolve({ queueSize: 0, poolSaturation: null, modelServerQueueSizes: {} });
    },
  };
  const about = { seed: 1, required: null, scenarios: [], gateway: UNKNOWN_GATEWAY };
  const recording = new RunRecording(folder, about, new AbortController().signal);
  const askedWithin = async (ms: number) => {
    const before = asked;
    await vi.advanceTimersByTimeAsync(ms);
    return asked - before;
  };
  await recording.during(
    () => Promise.resolve(madeUpGateway({ metrics }).gateway),
    async () => {
      expect(await askedWithin(1000)).toBe(4);
      recording.leaveAlone(Infinity);
      expect(await askedWithin(5000)).toBe(0);
      recording.leaveAlone(0);
      expect(await askedWithin(1000)).toBe(4);
    },
  );
  expect(await recording.end()).toBeNull();
  expect(await askedWithin(1000)).toBe(0);
});
