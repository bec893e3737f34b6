import { compareRuns, type Evidence } from "@wa-routing/analysis";
import type { Change, RunComparison } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { generatedSide } from "./generated-comparison.ts";

// Many more pairs, over all designs, and the rate: npm run bench -- compare
const SIX = { order: "workload-aware", scenarios: ["basic-priority"], trialsPerArm: 6 } as const;
const base = generatedSide({ ...SIX, seed: 2 });
const changesOf = ({ checks, figures }: RunComparison): Change[] => [...checks, ...figures].map(({ change }) => change);

test("two runs of a healthy router: no figure changed, and it can be told", () => {
  const { figures, outcome } = compareRuns(generatedSide({ ...SIX, seed: 3 }), base);
  expect(figures.map(({ figure, subject, change }) => [figure, subject, change.finding])).toEqual([
    ["claim-share", "functional.criticality-order", "not-changed"],
    ["queue-place", "low", "not-changed"],
    ["queue-place", "medium", "not-changed"],
    ["queue-place", "high", "not-changed"],
    ["mean-wait", null, "not-changed"],
    ["not-completed", null, "not-changed"],
  ]);
  // No log lines but dispatches are made up: some checks are inconclusive in both.
  expect(outcome).toBe("cannot-tell");
});

test.each([3, 6])(
  "a router that swaps two criticalities is a regression, with %d trials of each arm",
  (trialsPerArm) => {
    const readsAs = (sent: number) => ({ 1: 5, 5: 1 })[sent] ?? sent;
    const swapped = generatedSide({ ...SIX, trialsPerArm, seed: 3, readsAs });
    const { outcome, checks, figures } = compareRuns(swapped, base);
    expect(outcome).toBe("regression");
    const worse = { finding: "changed", direction: "worse" };
    expect(checks.find(({ id }) => id === "functional.criticality-order")?.change).toEqual(worse);
    expect(figures.find(({ figure }) => figure === "claim-share")?.change).toEqual(worse);
    const places = figures.filter(({ figure }) => figure === "queue-place");
    expect(places.map(({ change }) => change.finding)).toEqual(["changed", "not-changed", "changed"]);
  },
);

test("a run that was cut short: nobody can tell, of any figure", () => {
  const cut = (evidence: Evidence): Evidence => ({
    ...evidence,
    ...{ complete: false, ending: "interrupted" },
    requests: evidence.requests.slice(0, evidence.requests.length / 2),
  });
  const comparison = compareRuns(generatedSide({ ...SIX, seed: 3, left: cut }), base);
  expect(comparison.outcome).toBe("cannot-tell");
  expect(changesOf(comparison).filter(({ finding }) => finding === "changed")).toEqual([]);
  for (const { change } of comparison.figures) {
    expect(change).toEqual({ finding: "cannot-tell", because: "run-incomplete", in: "run" });
  }
});
