import { expect, test } from "vitest";
import { readDuration } from "./duration.ts";

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["1.5h", 5_400_000],
])("%s", (text, ms) => {
  expect(readDuration("--wait", text)).toBe(ms);
});

test.each(["30", "m", "", "0s", "-1m", "30min", "1d"])("%j is no time", (text) => {
  expect(() => readDuration("--wait", text)).toThrow(`--wait is ${JSON.stringify(text)}`);
});
