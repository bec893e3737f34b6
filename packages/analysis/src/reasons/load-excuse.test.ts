import type { CheckReason } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { isUndecidedByLoad } from "./load-excuse.ts";

const because = (...codes: CheckReason["code"][]) =>
  codes.map((code): CheckReason => ({ code, scenario: "basic-priority", figures: {} }));

test.each([
  ["inconclusive", because("machine-busy"), true],
  ["inconclusive", because("witnesses-disagree", "explained-by"), true],
  ["inconclusive", because("witnesses-disagree", "few-contested"), false],
  ["inconclusive", because("few-contested", "steps-late", "explained-by"), false],
  ["inconclusive", because("steps-late"), false],
  ["inconclusive", because("run-incomplete"), false],
  ["inconclusive", because("explained-by"), false],
  ["inconclusive", [], false],
  ["fail", because("machine-busy"), false],
  ["pass", [], false],
] as const)("%s with %j: %s", (verdict, reasons, excused) => {
  expect(isUndecidedByLoad({ verdict, reasons: [...reasons] })).toBe(excused);
});
