import { expect, test } from "vitest";
import { RULE_NAMES, type RuleName } from "../policy/ordering-rule.ts";
import { attributionText } from "./attribution-text.ts";
import type { DisciplineFit, RuleFit } from "./rule-fit.ts";

const HEAP = "lazy-max-min-heap";
const under = (discipline: DisciplineFit["discipline"], verdict: DisciplineFit["verdict"]): DisciplineFit => ({
  ...{ discipline, verdict, agreeing: 19, decisivePairs: 20 },
});

/** What is said of fits that are undecided but for those given. */
function textOf(changes: Changes, decisivePairs = 20, inControl: Changes = {}): string {
  const fitsOf = (others: Changes) =>
    RULE_NAMES.map((rule): RuleFit => {
      const fit = { inversions: 1, wrongDispatches: 1, rightDispatches: 8, tau: 0.9, pValue: null, equalTo: null };
      const ordered = { discipline: null, disciplines: [], agreeing: decisivePairs - 1, decisivePairs };
      return { rule, ...fit, ...ordered, verdict: "undecided", ...others[rule] };
    });
  const order = { fits: fitsOf(changes), control: fitsOf(inControl) };
  return attributionText(order, { pairs: 12, workloadAware: 11 });
}
type Changes = Partial<Record<RuleName, Partial<RuleFit>>>;
const AWARE = { "workload-aware": { verdict: "explains" }, fcfs: { verdict: "refuted" } } as const;

test("explained by what is claimed, and first come, first served is refuted", () => {
  expect(textOf(AWARE)).toBe(
    "explained by workload-aware, fcfs refuted (19 of 20 decisive pairs; 11 of 12 against fcfs); queue: any",
  );
});

test("rules that would look the same are named, each once", () => {
  const changes = {
    ...AWARE,
    lifo: { verdict: "explains" },
    "strict-criticality": { verdict: "explains" },
    edf: { verdict: "explains", equalTo: "lifo" },
  } as const;
  expect(textOf(changes)).toContain("against fcfs; lifo and strict-criticality would look the same here); queue");
});

test.each([
  ["alone", [under(HEAP, "explains"), under("sorted", "refuted")], "queue: a lazy max-min heap"],
  [
    "and two others",
    [under(HEAP, "explains"), under("lazy-binary-heap", "explains"), under("sorted", "explains")],
    "queue: a lazy max-min heap (a lazy binary heap or sorted anew at each dispatch would explain it too)",
  ],
])("the queue that explains it best, %s", (_, disciplines, queue) => {
  const aware = { verdict: "explains", discipline: HEAP, disciplines } as const;
  expect(
    textOf({ ...AWARE, "workload-aware": aware })
      .split("; ")
      .at(-1),
  ).toBe(queue);
});

test.each([
  [0.04, "p ≤ 0.040"],
  [0.001, "p ≤ 0.0010"],
  [0.0004, "p ≤ 4e-4"],
  [1e-9, "p ≤ 1e-9"],
  [1e-10, "p < 1e-9"],
])("how likely a random order shows as much: %s", (pValue, words) => {
  const aware = { verdict: "explains", pValue } as const;
  expect(textOf({ ...AWARE, "workload-aware": aware })).toContain(`(19 of 20 decisive pairs, ${words}; 11 of 12`);
});

test("explained by first come, first served, alone or as well as what is claimed, with what is equal to it", () => {
  const fcfs = { verdict: "explains" } as const;
  expect(textOf({ fcfs })).toBe("explained by fcfs (19 of 20 decisive pairs)");
  expect(textOf({ fcfs, "workload-aware": fcfs, edf: { verdict: "explains", equalTo: "fcfs" } })).toBe(
    "fcfs explains this just as well as workload-aware (19 of 20 decisive pairs); edf is equal to fcfs here",
  );
  expect(textOf({ fcfs, edf: { verdict: "undecided", equalTo: "fcfs" } })).not.toContain("equal");
});

test("explained by other rules", () => {
  const changes = { lifo: { verdict: "explains" }, "strict-criticality": { verdict: "explains" } } as const;
  expect(textOf({ ...changes, fcfs: { verdict: "refuted" } })).toBe(
    "explained by lifo, strict-criticality (19 of 20 decisive pairs), fcfs refuted",
  );
});

test("what the control arm refutes explains nothing", () => {
  const refuted = { verdict: "refuted", agreeing: 2, decisivePairs: 30 } as const;
  const lifo = { verdict: "explains" } as const;
  expect(textOf({ ...AWARE, lifo }, 20, { "workload-aware": refuted })).toBe(
    "explained by lifo (19 of 20 decisive pairs), fcfs refuted",
  );
  expect(textOf(AWARE, 20, { "workload-aware": refuted })).toBe(
    "no known rule explains this order; workload-aware: 19 of 20 decisive pairs, 2 of 30 in the control arm; fcfs refuted: 19 of 20 decisive pairs",
  );
  expect(textOf({ fcfs: lifo, lifo }, 20, { fcfs: refuted })).toBe(
    "explained by lifo (19 of 20 decisive pairs), fcfs explains",
  );
});

test("explained by none, or by too few pairs to tell", () => {
  expect(textOf({}, 5)).toBe(
    "no known rule explains this order; workload-aware: 4 of 5 decisive pairs; fcfs undecided: 4 of 5 decisive pairs",
  );
  expect(textOf({}, 4)).toBe("too few decisive pairs to tell any rule");
});
