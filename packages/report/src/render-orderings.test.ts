import type { OrderedRun, OrderingComparison, OrderingFit } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { renderOrderingsMarkdown, renderOrderingsText } from "./render-orderings.ts";

const fit = (rule: string, of: Partial<OrderingFit>): OrderingFit => ({
  rule,
  discipline: null,
  equalTo: null,
  fit: "explains",
  decisivePairs: 200,
  agreeing: 200,
  pValue: null,
  scenarios: ["basic-priority"],
  ...of,
});

const comparison: OrderingComparison = {
  schemaVersion: 3,
  verdict: "inconclusive",
  seed: 7,
  scenarios: ["basic-priority"],
  rules: ["fcfs", "workload-aware"],
  runs: [
    {
      ordering: "workload-aware",
      rule: "workload-aware",
      verdict: "pass",
      summary: "explained by workload-aware; fcfs refuted",
      fits: [fit("fcfs", { fit: "refuted", agreeing: 0, pValue: 1e-30 }), fit("workload-aware", { agreeing: 199 })],
      reasons: [],
    },
    {
      ordering: "fcfs",
      rule: "fcfs",
      verdict: "inconclusive",
      summary: "basic-priority: no queue | was held",
      fits: [
        fit("fcfs", { fit: "undecided", decisivePairs: 0, agreeing: 0 }),
        fit("workload-aware", { fit: "refuted", agreeing: 40, pValue: 0.00123 }),
      ],
      reasons: [{ code: "no-queue-held", scenario: "basic-priority", figures: {} }],
    },
  ],
};

test("text: a row for each rule, a column for each ordering", () => {
  expect(renderOrderingsText(comparison)).toBe(`basic-priority under workload-aware, fcfs, seed 7

explained by    workload-aware              fcfs
fcfs            refuted (agreement 0 %,     undecided
                p < 1e-9)
workload-aware  explains (agreement         refuted (agreement 20 %,
                99.5 %, 200 decisive        p = 0.0012)
                pairs)

☑ workload-aware: explained by workload-aware; fcfs refuted
◐ fcfs: basic-priority: no queue | was held

INCONCLUSIVE  This run cannot say whether each ordering did what its name says:
1 of 2 runs could not be decided, 1 passed. That is neither a pass nor a fail.
`);
});

test("the last line of a pass says what passed, as Markdown does", () => {
  const [run] = comparison.runs as [OrderedRun, OrderedRun];
  const passed: OrderingComparison = { ...comparison, verdict: "pass", runs: [run, { ...run, ordering: "fcfs" }] };
  const sentence = "The orderings were told apart, each explained by the rule of its name: all 2 runs passed.";
  expect(renderOrderingsText(passed, { width: 100 })).toMatch(new RegExp(`\\nPASS {2}${sentence}\\n$`));
  expect(renderOrderingsMarkdown(passed)).toContain(`\n${sentence}\n`);
});

test("Markdown: the same as a table, in which no text of others is markup", () => {
  expect(renderOrderingsMarkdown(comparison).replaceAll("\\", "")).toBe(`## ◐ Orderings told apart: inconclusive

This run cannot say whether each ordering did what its name says: 1 of 2 runs could not be decided, 1 passed. That is neither a pass nor a fail.

basic-priority under workload-aware, fcfs, seed 7.

| explained by | workload-aware | fcfs |
|---|---|---|
| fcfs | refuted (agreement 0 %, p &lt; 1e-9) | undecided |
| workload-aware | explains (agreement 99.5 %, 200 decisive pairs) | refuted (agreement 20 %, p = 0.0012) |

- ☑ workload-aware: explained by workload-aware; fcfs refuted
- ◐ fcfs: basic-priority: no queue | was held
`);
  expect(renderOrderingsMarkdown(comparison)).toContain("no queue \\| was held");
});

test("of several scenarios those are named that refute", () => {
  const [run] = comparison.runs;
  const text = renderOrderingsMarkdown({
    ...comparison,
    scenarios: ["basic-priority", "mixed-stress"],
    runs: run ? [run] : [],
  });
  expect(text.replaceAll("\\", "")).toContain("refuted (agreement 0 %, p &lt; 1e-9; basic-priority)");
});

test("a rule that is equal to another is named as such", () => {
  const equal = {
    ...comparison,
    runs: [{ ...(comparison.runs[0] as OrderedRun), fits: [fit("fcfs", { equalTo: "edf" })] }],
  };
  expect(renderOrderingsMarkdown(equal)).toContain("| fcfs | equal to edf |");
});
