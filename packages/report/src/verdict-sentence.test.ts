import { describe, expect, test } from "vitest";
import { checklistOf } from "./reports.test-data.ts";
import { runSentence, runSubject } from "./verdict-sentence.ts";

// The first of twelve is the order by criticality.
const [order, ...others] = checklistOf(["fail", "pass", "pass", "pass", "pass"], ["Said."]).checks;
if (order === undefined) throw new Error("unreachable: there are five");

describe("what a verdict is about", () => {
  test.each([
    ["an order that is required", { ...order, required: true }, "Workload-aware routing"],
    ["an order that was measured and is not required", { ...order, required: false }, "Required checks"],
    [
      "an order that was not measured",
      { ...order, verdict: "not-measured", required: false },
      "Workload-aware routing",
    ],
  ] as const)("%s", (_, first, subject) => {
    const rest = others.map((check) => ({ ...check, verdict: "not-measured", required: false }) as const);
    expect(runSubject({ checks: [first, ...rest] })).toBe(subject);
  });

  test("a pass over an order that failed says that it was not required", () => {
    const checks = [
      { ...order, required: false },
      ...others.map((check) => ({ ...check, required: check.id.startsWith("performance") })),
    ];
    expect(runSentence({ verdict: "pass", checks })).toMatch(
      /^What was required holds, and routing by workload was not required: /,
    );
  });
});
