import { expect, test } from "vitest";
import { claimedPairs, referencePairs } from "./claimed-pairs.ts";
import { traceOf } from "./trace.test-data.ts";

const [h1, h2, l1, l2] = [
  traceOf("high", { sentMs: 1 }),
  traceOf("high", { sentMs: 2 }),
  traceOf("low", { sentMs: 3 }),
  traceOf("low", { sentMs: 4 }),
];
const other = traceOf("other", { sentMs: 5 });
const order = [h1, l1, other, h2, l2];
const episode = (arm: "treatment" | "control", members = order) => ({ trial: 0, arm, members, unproven: null });

test("each of the first workload before each of the second; nobody else", () => {
  const { pairsOf, dependsOnOrder } = claimedPairs([{ first: "high", second: "low" }], undefined);
  expect(pairsOf(episode("treatment"), order)).toEqual([
    [h1, l1],
    [h1, l2],
    [h2, l1],
    [h2, l2],
  ]);
  expect(dependsOnOrder).toBe(false);
});

test("a claim about first dispatches takes the first of the order that it is given", () => {
  const { pairsOf, dependsOnOrder } = claimedPairs([{ first: "high", second: "low", firstDispatches: 1 }], undefined);
  expect(pairsOf(episode("treatment"), order)).toEqual([
    [h1, l1],
    [h1, l2],
  ]);
  expect(pairsOf(episode("treatment"), order.toReversed())[0]?.[0]).toBe(h2);
  expect(dependsOnOrder).toBe(true);
  const some = [
    { first: "high", second: "low", firstDispatches: 1 },
    { first: "low", second: "other" },
  ];
  expect(claimedPairs(some, undefined).dependsOnOrder).toBe(true);
});

test("in a control with substitutes, and only there, those play the parts", () => {
  const control = { control: "substitute", workloads: { high: "other" } } as const;
  const { pairsOf } = claimedPairs([{ first: "high", second: "low" }], control);
  expect(pairsOf(episode("control"), order)).toEqual([
    [other, l1],
    [other, l2],
  ]);
  expect(pairsOf(episode("treatment"), order)).toHaveLength(4);
  for (const other of [{ control: "without-header" }, undefined] as const) {
    expect(claimedPairs([{ first: "high", second: "low" }], other).pairsOf(episode("control"), order)).toHaveLength(4);
  }
});

test("rows against references: the higher criticality first, if it is far enough away", () => {
  const row = (workload: string, criticality: number) => traceOf(workload, { criticality });
  const [reference, above, below, near] = [row("reference", 3), row("x", 5), row("y", 1), row("z", 4)];
  const members = [reference, above, below, near];
  const { pairsOf, dependsOnOrder } = referencePairs(["reference"], 2);
  expect(pairsOf(episode("treatment", members), [])).toEqual([
    [above, reference],
    [reference, below],
  ]);
  expect(dependsOnOrder).toBe(false);
  const both = referencePairs(["reference", "x"], 2).pairsOf(episode("treatment", members), []);
  expect(both).not.toContainEqual([above, reference]);
  expect(referencePairs(["reference"], 1).pairsOf(episode("treatment", members), [])).toHaveLength(3);
});

test("a row counts as the router read it; one of several header lines does not count where no log says how", () => {
  const reference = traceOf("reference", { criticality: 3 });
  const twoLines = traceOf("row", { criticality: 5 });
  const sent = { ...twoLines, record: { ...twoLines.record, contextHeaders: ["{}", "{}"] } };
  const readAs = (criticality: number) =>
    ({ ...sent, contextExtracted: { workloadId: "auto-1", criticality } }) as typeof sent;
  const { pairsOf } = referencePairs(["reference"], 2);
  const pairsWith = (row: typeof sent) => pairsOf(episode("treatment", [reference, row]), []);
  expect(pairsWith(sent)).toEqual([]);
  expect(pairsWith(readAs(3))).toEqual([]);
  expect(pairsWith(readAs(1))).toEqual([[reference, readAs(1)]]);
  expect(pairsWith(readAs(5))).toEqual([[readAs(5), reference]]);
});
