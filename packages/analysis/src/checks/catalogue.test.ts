import { SUCCESS_METRICS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { successChecks } from "./catalogue.ts";
import { howOften } from "./order-rules.ts";

test("every success metric has its check, each once", () => {
  expect(successChecks.map(({ id }) => id)).toEqual(Object.keys(SUCCESS_METRICS));
});

// The numbers that a pass is said with, in their order; also that of 5xx.
const numbersIn = (text: string | null) => text?.match(/\d+(\.\d+)?(e-\d+)?/g)?.map(Number) ?? [];
const ORDER = { contestedDispatches: 44, pairsThatFollow: 50, inversions: 0 };

test.each([
  ["functional.criticality-order", { ...ORDER, pairsOpposedToFcfs: 48 }, [44], [48, 50]],
  ["functional.criticality-order", { ...ORDER, inversions: 2, pairsOpposedToFcfs: 48 }, [50, 52], [48, 52]],
  ["functional.wait-boost", { ...ORDER, pairsOpposedWithoutTerm: 49 }, [44], [49, 50]],
  ["functional.rate-penalty", { ...ORDER, pairsOpposedWithoutTerm: 49 }, [44], [49, 50]],
  ["functional.default-workload", { ...ORDER, pairsOpposedToFcfs: 48, headersCompared: 12 }, [44], [12, 48, 50]],
  ["functional.default-workload", { ...ORDER, pairsOpposedToFcfs: 48, headersCompared: 0 }, [44], [48, 50]],
  ["functional.no-errors", { requests: 48 }, [5], [48]],
  ["performance.overhead", { limitMs: 5, p99DifferenceMs: 0.214 }, [5], [0.21]],
  ["performance.all-complete", { requests: 48 }, [48], []],
  ["performance.no-timeouts", { requests: 48 }, [48], []],
  ["observability.log-points", { requests: 48 }, [6, 48], []],
  ["observability.scores-match", { scoreLines: 48 }, [48], [1e-9]],
  ["observability.dispatch-order", { agreeing: 19, decisivePairs: 20 }, [], [19, 20]],
  ["observability.registry-accurate", { valuesCompared: 200 }, [200], []],
] as const)("a pass of %s with %o says its figures", (id, totals, summary, because) => {
  const said = successChecks.find((check) => check.id === id)?.passed(totals);
  expect(numbersIn(said?.summary ?? null)).toEqual(summary);
  expect(numbersIn(said?.because ?? null)).toEqual(because);
});

test.each([
  ["functional.criticality-order", "First-come-first-served"],
  ["functional.wait-boost", "wait"],
  ["functional.rate-penalty", "rate"],
])("a pass of %s names what would have done the opposite: %s", (id, name) => {
  expect(
    successChecks
      .find((check) => check.id === id)
      ?.passed({})
      .because?.split(" "),
  ).toContain(name);
});

test("without a compared header, the order of the rows is said as any other", () => {
  const [criticality, rows] = ["functional.criticality-order", "functional.default-workload"].map((id) =>
    successChecks.find((check) => check.id === id)?.passed({ ...ORDER, pairsOpposedToFcfs: 48 }),
  );
  expect(rows?.because).toBe(criticality?.because);
});

test("a pass without its figures says 0, not undefined", () => {
  for (const { id, passed } of successChecks) {
    const { summary, because } = passed({});
    expect(`${summary} ${because}`, id).not.toMatch(/undefined|NaN|null/);
  }
  expect(numbersIn(howOften({}))).toEqual([0]);
});

test("the overhead is said against what it was judged against", () => {
  const overhead = successChecks.find(({ id }) => id === "performance.overhead");
  const saidOf = (baselineIsFcfs: number) => overhead?.passed({ p99DifferenceMs: -1.3, baselineIsFcfs }).because;
  expect(saidOf(1)).toContain("−1.30 ms against a first-come-first-served router");
  expect(saidOf(0)).toContain("−1.30 ms against requests without the header");
});
