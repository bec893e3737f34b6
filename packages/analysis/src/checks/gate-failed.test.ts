import { expect, test } from "vitest";
import { analysisWith } from "./analysis.test-data.ts";
import { gateFailed } from "./gate-failed.ts";

const failures = [
  { code: "GATE_NOT_OPENED", problem: "connect ECONNREFUSED" },
  { code: "GATE_NOT_CLOSED", problem: null },
] as const;

test("the first failure of the gate is what so many requests may have ended by", () => {
  const analysis = { ...analysisWith({}), gateFailures: failures as never };
  expect(gateFailed(analysis, 7)).toEqual({
    code: "gate-failed",
    figures: { requests: 7, sent: 48, code: "GATE_NOT_OPENED", problem: "connect ECONNREFUSED" },
  });
});

test("no request has ended by it, or it has not failed: nothing", () => {
  expect(gateFailed({ ...analysisWith({}), gateFailures: failures as never }, 0)).toBeNull();
  expect(gateFailed(analysisWith({}), 7)).toBeNull();
});
