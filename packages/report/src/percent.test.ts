import { expect, test } from "vitest";
import { percent } from "./percent.ts";

test.each([
  [0, "0 %"],
  [0.00004, "0.004 %"],
  [0.125, "13 %"],
  [0.83, "83 %"],
  [199 / 200, "99.5 %"],
  [0.99999, "99.9 %"],
  [1, "100 %"],
])("%f is %s: only all is 100 %%", (share, text) => expect(percent(share)).toBe(text));
