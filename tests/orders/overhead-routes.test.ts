import { analyze, type Evidence, judge } from "@wa-routing/analysis";
import {
  type ArrivalRecord,
  type FlowEvent,
  type Plan,
  type PlannedRequest,
  type RequestRecord,
  type Route,
  scenarioSchema,
  seededRandom,
} from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";

const scenario = scenarioSchema.parse({
  name: "overhead",
  title: "t",
  claim: "c",
  visibleBecause: "v",
  refutedBy: "r",
  workloads: {
    caller: { header: "context", criticality: 3 },
    plain: { header: "none" },
    fcfs: { header: "context", criticality: 3, route: "fcfs" },
    direct: { header: "context", criticality: 3, route: "direct" },
  },
  sampling: { sampling: "until-decided", minTrialsPerArm: 8, maxTrialsPerArm: 8 },
  steps: [{ step: "alternate", spacingMs: 8, streams: [{ workload: "caller", requests: 80 }] }, { step: "drain" }],
  expectations: [{ check: "performance.overhead", workload: "caller", baselines: ["fcfs", "plain", "direct"] }],
});

const WAYS = { caller: null, plain: null, fcfs: "fcfs", direct: "direct" } as const;
type Way = keyof typeof WAYS;

interface MadeUp {
  readonly routes?: readonly Route[];
  readonly blocks?: number;
  /** What a way's n-th request takes beyond 6 ms, and how it ends. */
  readonly addedMs?: (way: Way, nth: number) => number;
  readonly outcome?: (way: Way, nth: number) => RequestRecord["outcome"];
}

/** The evidence of a run that never was: 80 requests of each way in each block. */
function madeUp(of: MadeUp): { plan: Plan; evidence: Evidence } {
  const { routes = ["direct", "fcfs"], blocks = 8, addedMs = () => 0, outcome = () => "completed" } = of;
  const noise = seededRandom("noise");
  const ways = (Object.keys(WAYS) as Way[]).filter((way) => WAYS[way] === null || routes.includes(WAYS[way]));
  const planned = Array.from({ length: blocks }, (_, trial) =>
    ways.flatMap((way) =>
      Array.from({ length: 80 }, (__, nth): PlannedRequest => {
        const route = WAYS[way];
        const id = `${way}-${trial}-${nth}`;
        const carried = { workloadId: way, criticality: 3, contextHeaders: [], arrivalMs: 8 * nth };
        return { id, workload: way, ...carried, ...(route === null ? {} : { route }) };
      }),
    ),
  );
  const requests = planned.flatMap((block, trial) =>
    block.map(({ arrivalMs, ...request }, slot) => {
      const [way, nth] = [request.workload as Way, slot % 80];
      const endMs = 6 + addedMs(way, nth) - Math.log(1 - noise()) * 0.4;
      const times = { sendMs: 0, latenessMs: 0, headersMs: endMs, endMs };
      return {
        ...request,
        ...times,
        trial,
        arm: "treatment",
        primed: false,
        outcome: outcome(way, nth),
      } as RequestRecord;
    }),
  );
  const plan: Plan = {
    schemaVersion: 1,
    scenario,
    seed: 1,
    runToken: "t",
    prepare: [],
    trials: planned.map((block, trial) => ({ trial, arm: "treatment", steps: [{ step: "send", requests: block }] })),
  };
  const arrivals = requests.map(({ id }) => ({ id, requestId: id, arrivedMs: 3, modelServer: "m" }) as ArrivalRecord);
  const evidence: Evidence = {
    gateway: {
      gate: "none",
      router: {},
      witnesses: { routerLog: true, arrivals: true, routerMetrics: false },
    } as Evidence["gateway"],
    requests,
    arrivals,
    // The log of the router under test never names what another one passed on.
    events: requests.flatMap(({ id, route }, line) =>
      route === undefined ? [{ event: "dispatched", requestId: id, line, atMs: 3, source: null } as FlowEvent] : [],
    ),
    logReading: null,
    steps: [],
    metrics: [],
    startedAtUnixMs: 0,
    complete: true,
    hindrance: null,
    ending: "completed",
    losses: [],
    eventLoopDelayP99Ms: null,
    machineLoad: null,
  };
  return { plan, evidence };
}

function checksOf(of: MadeUp) {
  const { plan, evidence } = madeUp(of);
  const analysis = analyze(plan, evidence);
  const { checks } = judge([analysis]);
  const found = (id: string) => checks.find((check) => check.id === id) as (typeof checks)[number];
  return { analysis, overhead: found("performance.overhead"), found };
}

const slow = (...slowWays: Way[]) => ({
  addedMs: (way: Way, nth: number) => (slowWays.includes(way) && nth % 33 === 0 ? 8 : 0),
});
const NO_ROUTES = { routes: [] };

const FCFS = "through a first-come-first-served router";
const PLAIN = "without a workload context";

describe("the verdict, with 8 ms more at the 99th percentile of…", () => {
  test.each([
    ["no route", {}, "pass", []],
    ["the gateway, header or not: only a second router shows it", slow("caller", "plain"), "fail", [FCFS]],
    ["the header alone", slow("caller"), "fail", [FCFS]],
    ["the gateway without header: shown, not judged", slow("plain"), "pass", []],
    ["no router: shown, not judged", slow("direct"), "pass", []],
    ["fcfs: it would hide the limit", slow("fcfs"), "inconclusive", ["machine-busy"]],
    ["no route, without the route fcfs", NO_ROUTES, "pass", []],
    ["the header alone, without the route fcfs", { ...NO_ROUTES, ...slow("caller") }, "fail", [PLAIN]],
    [
      "the gateway without the route fcfs: the baseline has it too",
      { ...NO_ROUTES, ...slow("caller", "plain") },
      "inconclusive",
      ["machine-busy"],
    ],
    ["some of the caller's blocks", { addedMs: stalls() }, "inconclusive", ["overhead-undecided"]],
    ["no route, in six blocks", { blocks: 6 }, "inconclusive", ["overhead-few-blocks"]],
    ["no route, in seven blocks", { blocks: 7 }, "pass", []],
  ] as const)("%s", (_, of, verdict, expected) => {
    const { overhead } = checksOf(of);
    expect(overhead.verdict).toBe(verdict);
    const seen = overhead.reasons.map(({ code, figures }) => (code === "overhead-too-high" ? figures.against : code));
    expect(seen).toEqual(expected);
  });

  test("names what it was compared with where it passes", () => {
    expect(checksOf({}).overhead.because).toMatch(/against a first-come-first-served router\.$/);
    expect(checksOf(NO_ROUTES).overhead.because).toMatch(/against requests without the header\.$/);
  });
});

/** A stall in one block of the caller's; the first 80 requests that are asked about are those of its first block. */
function stalls(): (way: Way, nth: number) => number {
  let asked = 0;
  return (way) => (way === "caller" && asked++ < 80 && asked < 10 ? 100 : 0);
}

describe("the table", () => {
  test("has a row for each way, and says which is judged", () => {
    const { overhead, analysis } = checksOf({});
    expect(overhead.table?.rows.map(([way, header, n, , , , role]) => [way, header, n, role])).toEqual([
      ["gateway", "yes", "640", ""],
      ["fcfs", "yes", "640", "judged"],
      ["gateway", "no", "640", "shown"],
      ["direct", "yes", "640", "shown"],
    ]);
    expect(overhead.table?.notes.join()).not.toContain("Not measured");
    const judged = analysis.overheadRoutes[1]?.difference;
    expect(judged?.low).toBe(analysis.overhead?.low);
    expect(judged?.high).toBe(analysis.overhead?.high);
    const shown = analysis.overheadRoutes[3]?.difference ?? { low: Number.NaN, value: Number.NaN, high: Number.NaN };
    expect(shown.low).toBeLessThanOrEqual(shown.value);
    expect(shown.value).toBeLessThanOrEqual(shown.high);
  });

  test.each([
    [[], ["gateway", "gateway"], /fcfs; there is no second router.*direct; the addresses/],
    [["direct"], ["gateway", "gateway", "direct"], /Not measured: fcfs; there is no second router to compare with\.$/],
  ] as const)("with the routes %j says what was not measured, and why", (routes, ways, notes) => {
    const { overhead } = checksOf({ routes: [...routes] });
    expect(overhead.table?.rows.map(([way]) => way)).toEqual(ways);
    expect(overhead.table?.rows[1]?.at(-1)).toBe("judged");
    expect(overhead.table?.notes.join(" ")).toMatch(notes);
  });

  test("stands there too when there are too few blocks to judge", () => {
    expect(checksOf({ blocks: 6 }).overhead.table?.rows).toHaveLength(4);
  });
});

describe("requests by other routes", () => {
  test("are none of the router's: neither its log nor the arrivals miss them", () => {
    const { analysis, found } = checksOf({});
    expect(analysis.requests).toMatchObject({ planned: 1280, sent: 1280 });
    expect(analysis.logPoints).toMatchObject({ requestsCompleted: 1280, requestsSeen: 1280 });
    expect(analysis.joins).toMatchObject({ arrivalRate: 1, eventRate: 1, dispatchRate: 1, foreignArrivals: 0 });
    expect(analysis.waits).toBeNull();
    const complete = found("performance.all-complete");
    expect(complete.verdict).toBe("pass");
    expect(complete.figures).toContainEqual({ name: "completed", value: 1280 });
  });

  test("that fail leave the overhead undecided, and are not held against the router", () => {
    const failed = {
      outcome: (way: Way, nth: number) => (way === "fcfs" && nth === 7 ? "failed" : "completed"),
    } as const;
    const { overhead, found } = checksOf(failed);
    expect(overhead.verdict).toBe("inconclusive");
    expect(overhead.reasons).toMatchObject([{ code: "overhead-has-holes", figures: { notCompleted: 8 } }]);
    expect(overhead.evidence[0]).toMatch(/^fcfs-0-7 failed/);
    expect(found("performance.all-complete").verdict).toBe("pass");
  });

  test("that fail where they are only shown change no verdict, and are told", () => {
    const { overhead } = checksOf({ outcome: (way) => (way === "direct" ? "transport" : "completed") });
    expect(overhead.verdict).toBe("pass");
    expect(overhead.table?.rows[3]).toEqual(["direct", "yes", "0", "", "", "", "shown"]);
    expect(overhead.table?.notes.join(" ")).toContain("Not completed: 640 requests by direct.");
  });

  test("that all fail are no reason to judge against another way", () => {
    const { overhead } = checksOf({ outcome: (way) => (way === "fcfs" ? "transport" : "completed") });
    expect(overhead.verdict).toBe("inconclusive");
    expect(overhead.table?.rows[1]).toEqual(["fcfs", "yes", "0", "", "", "", "judged"]);
  });
});
