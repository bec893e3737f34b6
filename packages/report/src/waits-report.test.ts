import { describe, expect, test } from "vitest";
import { arm, compared, waits, workload } from "./waits.test-data.ts";
import { waitsReport } from "./waits-report.ts";

const rowsOf = (...of: Parameters<typeof waits>) => waitsReport([waits(...of)])?.tables[0]?.table.rows;

describe("a row", () => {
  test.each([
    [
      "clearly longer",
      compared("low", 2200, { found: "longer" }),
      ["low", "24", "2.2 s", "4.4 s", "100 ms", "2.1 s longer"],
    ],
    [
      "clearly shorter",
      compared("a", 40, { found: "shorter" }),
      ["a", "24", "40 ms", "80 ms", "100 ms", "60 ms shorter"],
    ],
    [
      "maybe chance",
      compared("a", 130, { found: "unclear" }),
      ["a", "24", "130 ms", "260 ms", "100 ms", "no clear difference"],
    ],
    [
      "too few trials",
      compared("a", 130, { found: "too-few-trials" }),
      ["a", "24", "130 ms", "260 ms", "100 ms", "30 ms longer?"],
    ],
    ["not in the control", workload(arm("a", 5), 0), ["a", "24", "5.0 ms", "10 ms", "", ""]],
    ["some not timed", workload(arm("a", 5, { requests: 30 }), 0), ["a", "24 of 30", "5.0 ms", "10 ms", "", ""]],
    ["none timed", workload(arm("a", null), null), ["a", "0 of 24", "none", "none", "", ""]],
  ] as const)("%s", (_, of, row) => {
    const beside = compared("b", 1, { found: "unclear" });
    expect(rowsOf([of, beside])?.[0]).toEqual(row);
  });

  test("has no control where the scenario has none", () => {
    expect(rowsOf([workload(arm("a", 5))])).toEqual([["a", "24", "5.0 ms", "10 ms"]]);
  });

  test("of many workloads, those in the middle are left out, and counted", () => {
    const many = Array.from({ length: 35 }, (_, index) => workload(arm(`w${index}`, index + 1)));
    expect(rowsOf(many)?.map(([name]) => name)).toEqual([
      ...["w0", "w1", "w2", "w3", "… 27 between"],
      ...["w31", "w32", "w33", "w34"],
    ]);
    expect(rowsOf(many.slice(0, 8))).toHaveLength(8);
  });

  test("a long name loses its middle", () => {
    const name = `${"x".repeat(30)}-blue`;
    expect(rowsOf([workload(arm(name, 5))])?.[0]?.[0]).toBe("xxxxxxxxxx…xxxx-blue");
    expect(rowsOf([workload(arm("x".repeat(20), 5))])?.[0]?.[0]).toBe("x".repeat(20));
  });
});

test.each([
  [
    "everybody was served",
    [workload(arm("high", 5), 0), workload(arm("low", 9), 0.3)],
    "high waited least; nobody starved.",
  ],
  [
    "the last one always waited",
    [workload(arm("high", 5), 0), workload(arm("low", 9), 1)],
    "high waited least; low waited longer than everybody else in all of its 24 requests.",
  ],
  [
    "mostly",
    [workload(arm("high", 5), 0), workload(arm("batch", 9), 20 / 24)],
    "high waited least; batch waited longer than everybody else in 83 % of its 24 requests.",
  ],
  [
    "almost always",
    [workload(arm("high", 5), 0), workload(arm("batch", 9), 0.9999)],
    "high waited least; batch waited longer than everybody else in 99.9 % of its 24 requests.",
  ],
  [
    "half of the time is not yet mostly",
    [workload(arm("a", 5), 0.5), workload(arm("b", 9), 0.5)],
    "a waited least; nobody starved.",
  ],
  [
    "one got nothing",
    [workload(arm("high", 5), 0), workload(arm("low", null), null)],
    "high waited least; no request of low was timed.",
  ],
  [
    "two got nothing",
    [workload(arm("a", 5), 0), workload(arm("b", null), null), workload(arm("c", null), null)],
    "a waited least; no request of 2 others was timed.",
  ],
  [
    "some were lost",
    [workload(arm("high", 5), 0), workload(arm("low", 9, { timed: 20 }), 0.3)],
    "high waited least; some requests have no time, so nobody can say who starved.",
  ],
  ["single requests", [workload(arm("a", 5), null), workload(arm("b", 9), null)], "a waited least."],
  ["nobody was timed", [workload(arm("a", null), null)], "No request was timed, so nobody can say who waited."],
  ["one alone", [workload(arm("a", 5), null)], "There was nobody else to wait for."],
] as const)("the sentence when %s", (_, workloads, sentence) => {
  expect(waitsReport([waits(workloads)])?.tables[0]?.sentence).toBe(sentence);
});

describe("who waited least is set against the control", () => {
  const row = (name: string, medianMs: number, controlMs: number | null) =>
    workload(arm(name, medianMs), 0, { control: arm(`${name}2`, controlMs) });
  test.each([
    ["another", [row("a", 1, 30), row("b", 2, 20)], "a waited least (in the control: b2); nobody starved."],
    ["the same", [row("a", 1, 20), row("b", 2, 30)], "a waited least, as in the control; nobody starved."],
    ["nobody else was timed", [row("a", 1, 20), row("b", 2, null)], "a waited least; nobody starved."],
  ] as const)("%s", (_, workloads, sentence) => {
    expect(waitsReport([waits(workloads)])?.tables[0]?.sentence).toBe(sentence);
  });
});

describe("what the words mean", () => {
  test("waits or whole responses, the control, and starving are explained where they occur", () => {
    const plain = waitsReport([waits([workload(arm("a", 5), 0), workload(arm("b", 9), 1)])]);
    expect(plain?.introduction).toMatch(
      /^Counted from when the held queue began to move .* to arrival at a model server\. Typical/,
    );
    expect(plain?.introduction).not.toMatch(/Control|Starved/);
    const whole = waitsReport([
      waits([compared("a", 5, { found: "unclear" }), compared("b", 9, { found: "unclear" })], { measure: "response" }),
    ]);
    expect(whole?.introduction).toMatch(
      /^Nobody watched the model servers: .* to the end of the response\. .*Control: .*Starved: /,
    );
    expect(whole?.tables[0]?.sentence).toBe("a took least, as in the control; nobody starved.");
  });

  test.each([
    ["no control", waits([workload(arm("a", 5))]), /no control to compare with/],
    [
      "a substitute",
      waits([compared("waiter", 9, { found: "unclear", control: "brief" })]),
      /^In the control, brief takes the place of waiter\.$/,
    ],
    [
      "too few trials",
      waits([compared("a", 9, { found: "too-few-trials" })], { leastTrials: 5 }),
      /“\?” may be chance; 5 of each arm can tell \(--trials 5\)/,
    ],
    [
      "requests without a time",
      waits([compared("a", 9, { found: "unclear" }), workload(arm("b", null), null)]),
      /have no time\.$/,
    ],
    [
      "queues that are not proven",
      waits([compared("a", 9, { found: "unclear" })], { unprovenQueues: 2 }),
      /^Queues that are proven: 4 of 6;/,
    ],
  ] as const)("%s is noted", (_, of, note) => {
    expect(waitsReport([of])?.notes).toEqual([expect.stringMatching(note)]);
  });

  test("a note about several scenarios is there once, with their names unless it is about all", () => {
    const without = (scenario: string) => waits([workload(arm("a", 5))], { scenario });
    const clear = waits([compared("a", 9, { found: "longer" })], { scenario: "clear" });
    expect(waitsReport([without("x"), without("y")])?.notes).toEqual([expect.stringMatching(/^There was no control/)]);
    expect(waitsReport([without("x"), clear, without("y")])?.notes).toEqual([
      expect.stringMatching(/^x, y: There was no control/),
    ]);
    expect(waitsReport([clear])?.notes).toEqual([]);
  });
});

test("Jain's index, shares and p-values are folded away", () => {
  const jainIndex = { value: 0.9, low: 0.8, high: 0.95, confidence: 0.95 };
  const [table] =
    waitsReport([waits([compared("a", 40, { found: "shorter" }), workload(arm("b", null), null)], { jainIndex })])
      ?.tables ?? [];
  expect(table?.figures).toEqual([
    { name: "Jain's index of the waits (1: all alike, 1.00: one did all)", ...jainIndex },
    { name: "a: share that waited longest", value: 0, low: 0, high: 1, confidence: 0.95 },
    { name: "a: p of the difference to the control", value: 0.02 },
  ]);
});

test("there is no report where nothing is known", () => {
  expect(waitsReport([])).toBeNull();
  expect(waitsReport(undefined)).toBeNull();
});
