import { expect, test } from "vitest";
import { durationText } from "./duration-text.ts";

test.each([
  [0, "0 ms"],
  [0.01, "< 0.1 ms"],
  [0.4, "0.4 ms"],
  [9.94, "9.9 ms"],
  [9.96, "10 ms"],
  [97.8, "98 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [2149, "2.1 s"],
  [99_940, "99.9 s"],
  [99_960, "100 s"],
  [-0.2, "-0.2 ms"],
])("%f ms are %s", (ms, text) => expect(durationText(ms)).toBe(text));
