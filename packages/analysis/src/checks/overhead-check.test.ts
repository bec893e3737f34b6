import { describe, expect, test } from "vitest";
import type { OverheadAnswer } from "../overhead/overhead.ts";
import type { OverheadRoute } from "../overhead/overhead-routes.ts";
import { analysisOf, gist } from "./analysis.test-data.ts";
import { overheadCheck } from "./overhead-check.ts";

const ANSWER: OverheadAnswer = {
  difference: 0.614,
  low: 0.211,
  high: 1.338,
  treatmentMs: 9,
  baselineMs: 8.4,
  blocks: 8,
  quantile: 0.99,
  confidence: 0.95,
  limitMs: 5,
  medianDifferenceMs: 0.1,
  pooled: { difference: 0.7, low: 0.1, high: 1.4, treatment: 9, control: 8.3 },
  spreadMs: 1.234,
  notCompleted: 0,
  failures: [],
};

const routeOf = (route: OverheadRoute["route"], role: OverheadRoute["role"], more: Partial<OverheadRoute> = {}) => ({
  ...{ workload: `by ${route}`, route, role, header: "context" as const, requests: 640, notCompleted: 0 },
  ...{ p50Ms: 6.004, quantileMs: 8.4, difference: null },
  ...more,
});
const ROUTES = [routeOf(null, "treatment"), routeOf("fcfs", "judged")];
const LOAD = { cpus: null, loadAtStart: null, loadAtEnd: null };

const judged = (answer: Partial<OverheadAnswer> | null, overheadRoutes: readonly OverheadRoute[] = ROUTES) =>
  overheadCheck.judge(
    analysisOf({ overhead: answer === null ? null : { ...ANSWER, ...answer }, overheadRoutes, scenario: "overhead" }),
  );

describe("the verdict", () => {
  test("passes where the whole interval is below the limit", () => {
    const judgement = judged({});
    expect(judgement).toMatchObject({ verdict: "pass", reasons: [], evidence: [] });
    expect(judgement?.figures).toEqual([
      { name: "p99DifferenceMs", value: 0.614, low: 0.211, high: 1.338, confidence: 0.95 },
      { name: "p99Ms", value: 9 },
      { name: "baselineP99Ms", value: 8.4 },
      { name: "medianDifferenceMs", value: 0.1 },
      { name: "baselineSpreadMs", value: 1.234 },
      { name: "blocks", value: 8 },
      { name: "limitMs", value: 5 },
      { name: "baselineIsFcfs", value: 1 },
    ]);
  });

  test.each([
    ["fcfs", "through a first-come-first-served router", 1],
    ["direct", "without any router", 0],
    [null, "without a workload context", 0],
    [undefined, "without a workload context", 0],
  ] as const)("fails where the whole interval is above the limit: against %s", (route, against, baselineIsFcfs) => {
    const answer = { difference: 7.006, low: 6.1149, high: 8.2251 };
    const judgement = judged(answer, route === undefined ? [] : [routeOf(null, "treatment"), routeOf(route, "judged")]);
    expect(judgement?.reasons).toEqual([
      {
        code: "overhead-too-high",
        figures: { differenceMs: 7.01, lowMs: 6.11, highMs: 8.23, limitMs: 5, blocks: 8, against },
      },
    ]);
    expect(gist(judgement)).toMatchObject({ verdict: "fail", figures: { p99DifferenceMs: 7.006, baselineIsFcfs } });
  });

  test.each([
    [{ difference: 4, low: 1, high: 7 }, 72],
    [{ difference: 5.05, low: 4.8, high: 5.3 }, 50],
    [{ difference: 4, low: 3, high: 5 }, 8],
    [{ difference: 6, low: 5, high: 7 }, 8],
  ])(
    "is undecided where the interval holds the limit, and says how many blocks would decide it: %o",
    (answer, blocksNeeded) => {
      const judgement = judged(answer);
      expect(gist(judgement)).toMatchObject({
        verdict: "inconclusive",
        reasons: [{ code: "overhead-undecided", figures: { ...LOAD, blocks: 8, limitMs: 5, blocksNeeded } }],
        figures: { p99DifferenceMs: answer.difference },
      });
    },
  );

  test("a baseline that itself varies by the limit would hide it, and says at which load", () => {
    const machineLoad = { cpus: 2, atStart: 1.5, atEnd: 7.9 };
    const overhead = { ...ANSWER, spreadMs: 4.0049 };
    const judgement = overheadCheck.judge(analysisOf({ overhead, overheadRoutes: ROUTES, machineLoad }));
    expect(gist(judgement)).toMatchObject({
      verdict: "inconclusive",
      reasons: [
        { code: "machine-busy", figures: { spreadMs: 4, limitMs: 5, cpus: 2, loadAtStart: 1.5, loadAtEnd: 7.9 } },
      ],
      figures: { baselineSpreadMs: 4.0049 },
    });
    expect(judged({ spreadMs: 4 })?.verdict).toBe("pass");
    const busy = judged({ spreadMs: 9, difference: 12, low: 13.9, high: 18 });
    expect(busy?.reasons).toMatchObject([{ code: "machine-busy" }]);
    expect(judged({ spreadMs: 9, difference: 16, low: 14.1, high: 18 })?.verdict).toBe("fail");
    expect(judged({ spreadMs: 4, difference: 7, low: 6, high: 8 })?.verdict).toBe("fail");
    const atLimit = judged({ spreadMs: 9, difference: 4, low: 3, high: 5 });
    expect(atLimit?.reasons).toMatchObject([{ code: "overhead-undecided" }]);
  });

  test("requests that did not complete leave it undecided, however small it looks, and are quoted", () => {
    const judgement = judged({ notCompleted: 1, failures: ["r7 failed"] });
    expect(gist(judgement)).toMatchObject({
      verdict: "inconclusive",
      reasons: [{ code: "overhead-has-holes", figures: { notCompleted: 1 } }],
      figures: { blocks: 8 },
    });
    expect(judgement?.evidence).toEqual(["r7 failed"]);
  });

  test("too few blocks say nothing; the routes are shown all the same", () => {
    const judgement = judged(null);
    expect(gist(judgement)).toEqual({
      verdict: "inconclusive",
      reasons: [{ code: "overhead-few-blocks", figures: { leastBlocks: 7 } }],
      figures: {},
    });
    expect(judgement?.table?.rows).toHaveLength(2);
    const unshown = judged(null, []);
    expect(unshown?.verdict).toBe("inconclusive");
    expect(unshown?.table).toBeUndefined();
  });

  test("a scenario that asks for no overhead says nothing, another one than the catalogue's that does speaks", () => {
    expect(overheadCheck.judge(analysisOf())).toBeNull();
    expect(overheadCheck.judge(analysisOf({ overheadRoutes: ROUTES }))?.verdict).toBe("inconclusive");
    expect(overheadCheck.judge(analysisOf({ overhead: ANSWER }))?.verdict).toBe("pass");
  });
});

describe("the table", () => {
  test("has a row for each route that was compared, in ms, with the difference and its role", () => {
    const difference = { value: 0.614, low: -1.3, high: 0 };
    const table = judged({}, [
      routeOf(null, "treatment"),
      routeOf("fcfs", "judged", { difference }),
      routeOf(null, "shown", { header: "none", p50Ms: null, quantileMs: null }),
      routeOf("direct", "shown", { header: "raw" }),
    ])?.table;
    expect(table?.rows).toEqual([
      ["gateway", "yes", "640", "6.00", "8.40", "", ""],
      ["fcfs", "yes", "640", "6.00", "8.40", "+0.61 (−1.30 to +0.00)", "judged"],
      ["gateway", "no", "640", "", "", "", "shown"],
      ["direct", "raw", "640", "6.00", "8.40", "", "shown"],
    ]);
    expect(table?.columns).toHaveLength(7);
    expect(table?.notes).toHaveLength(1);
  });

  test("says which routes were left out, and which requests did not complete", () => {
    const table = judged({}, [
      ...ROUTES,
      routeOf("direct", "left-out"),
      routeOf(null, "left-out"),
      routeOf("fcfs", "shown", { notCompleted: 3 }),
      routeOf(null, "shown", { notCompleted: 4 }),
    ])?.table;
    expect(table?.rows).toHaveLength(4);
    expect(table?.notes.slice(1)).toEqual([
      expect.stringContaining("direct; the addresses"),
      expect.stringContaining("3 requests by fcfs"),
      expect.stringContaining("4 requests by gateway"),
    ]);
    expect(judged({}, [...ROUTES, routeOf("fcfs", "left-out")])?.table?.notes.at(-1)).toContain("fcfs; there is no");
  });
});
