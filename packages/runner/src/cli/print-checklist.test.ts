import { expect, test } from "vitest";
import { lacksText } from "./print-checklist.ts";

test("what a deployment lacks is said with the checks that it leaves undecided, and what to do", () => {
  const lack = {
    what: "Envoy logs at trace",
    checks: ["functional.wait-boost" as const, "observability.dispatch-order" as const],
    remedy: "set its level to warning",
  };
  expect(lacksText([])).toBe("");
  expect(lacksText([lack])).toBe(
    "What this deployment lacks:\n  Envoy logs at trace\n    undecided: functional.wait-boost, observability.dispatch-order\n    → set its level to warning\n",
  );
});
