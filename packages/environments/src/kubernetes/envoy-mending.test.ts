import { expect, test } from "vitest";
import { untilMended } from "./envoy-mending.ts";

/** A gateway that answers once it was asked so often in vain, and what was done until then. */
function answersAfter(inVain: number, isOurs = true) {
  const done: string[] = [];
  const mending = {
    whole: async () => void done.push("whole"),
    async answered(_?: AbortSignal, deadlineMs?: number) {
      done.push(deadlineMs === undefined ? "asked" : "asked for a moment");
      if (done.filter((what) => what.startsWith("asked")).length <= inVain) throw new Error("500");
    },
    ...(isOurs ? { restartEnvoy: async () => void done.push("Envoy restarted") } : {}),
  };
  return { mending, done };
}

test("one that answers is left alone", async () => {
  const { mending, done } = answersAfter(0);
  expect(await untilMended(mending)).toBe(false);
  expect(done).toEqual(["asked for a moment"]);
});

test("one that does not is restarted once, and asked again when it is whole", async () => {
  const { mending, done } = answersAfter(1);
  expect(await untilMended(mending)).toBe(true);
  expect(done).toEqual(["asked for a moment", "Envoy restarted", "whole", "asked"]);
});

test("where that does not help, what came instead is thrown", async () => {
  const { mending, done } = answersAfter(2);
  await expect(untilMended(mending)).rejects.toThrow("500");
  expect(done.filter((what) => what === "Envoy restarted")).toHaveLength(1);
});

test("one that is not ours is asked for as long as it takes", async () => {
  const { mending, done } = answersAfter(1, false);
  await expect(untilMended(mending)).rejects.toThrow("500");
  expect(done).toEqual(["asked"]);
});

test("nothing is restarted once it is interrupted", async () => {
  const { mending, done } = answersAfter(1);
  const reason = new Error("interrupted");
  await expect(untilMended(mending, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(done).toEqual(["asked for a moment"]);
});
