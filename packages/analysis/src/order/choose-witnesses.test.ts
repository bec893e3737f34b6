import type { Control } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import type { Evidence } from "../evidence/evidence.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { chooseWitnesses } from "./choose-witnesses.ts";
import { traceOf } from "./trace.test-data.ts";

const joined = { modelServerClocks: {} } as unknown as JoinedEvidence;

/** Twenty requests of each arm: the control leaves as it was sent, the treatment in the opposite order. */
const episodesOf = ({ unseen = 0 } = {}) =>
  (["control", "treatment"] as const).map((arm, trial) => ({
    ...{ trial, arm, unproven: null },
    members: Array.from({ length: 20 }, (_, index) => {
      const position = arm === "control" ? index : 20 - index;
      const arrivedMs = index < unseen ? null : 1000 + 2 * position;
      return traceOf(`w${index}`, { sentMs: index, arrivedMs, dispatched: { position, routerMs: position } });
    }),
  }));
const chosen = (
  { log = true, arrivals = true, unseen = 0 },
  control: Control | null = { control: "without-header" },
) => {
  const evidence = {
    gateway: { sharedClock: true },
    events: log ? [] : null,
    arrivals: arrivals ? [] : null,
    machineLoad: null,
  } as unknown as Evidence;
  const { witnesses, qualities } = chooseWitnesses(evidence, joined, episodesOf({ unseen }), control ?? undefined);
  return {
    witnesses: witnesses.map(({ name }) => name),
    qualities: qualities.map(({ witness, comparedWith, swapped }) => `${witness}, ${comparedWith}, ${swapped}`),
    bandMs: witnesses[0]?.bandMs,
    measured: qualities[0]?.bandMs,
  };
};

test("with both, arrivals decide, measured against the log in all episodes; the log is measured, too", () => {
  const both = chosen({});
  expect(both.witnesses).toEqual(["arrivals", "router-log"]);
  expect(both.qualities).toEqual(["arrivals, router-log, 0", "arrivals, send-order, 0", "router-log, send-order, 0"]);
  expect(both.bandMs).toBe(both.measured);
});

test("with arrivals alone, they are measured where the order of sending is known: in the control", () => {
  const alone = chosen({ log: false });
  expect(alone).toMatchObject({ witnesses: ["arrivals"], qualities: ["arrivals, send-order, 0"] });
  expect(alone.bandMs).toBe(alone.measured);
});

test.each([
  ["in a control that carries headers", { control: "substitute", workloads: {} } as Control],
  ["without a control", null],
])("the order of sending is not known %s", (_, control) => {
  expect(chosen({ log: false }, control).qualities).toEqual(["arrivals, nothing, 0"]);
});

test.each([
  ["no arrivals", { arrivals: false }],
  ["arrivals of none of the requests", { unseen: 20 }],
])("with a log and %s, the log is alone but for completions", (_, evidence) => {
  expect(chosen(evidence)).toMatchObject({
    witnesses: ["router-log", "completions"],
    qualities: ["router-log, send-order, 0"],
  });
});

test("with neither, there are completions, of which nothing is known", () => {
  expect(chosen({ log: false, arrivals: false })).toMatchObject({ witnesses: ["completions"], qualities: [] });
});

test("a request whose arrival was lost does not make arrivals no witness", () => {
  expect(chosen({ unseen: 1 }).witnesses).toEqual(["arrivals", "router-log"]);
});

/** 20 requests in the order of their dispatch; every third arrives `lateMs` later than it should. */
const chosenOfLate = (lateMs: number, clocks: JoinedEvidence["modelServerClocks"] = {}) => {
  const members = Array.from({ length: 20 }, (_, index) => {
    const arrivedMs = 1000 + index * 2 + (index % 3 === 0 ? lateMs : 0);
    return traceOf(`w${index}`, { sentMs: index, arrivedMs, dispatched: { position: index, routerMs: index } });
  });
  const gateway = { sharedClock: true } as Evidence["gateway"];
  const evidence = { gateway, events: [], arrivals: [] } as unknown as Evidence;
  const { witnesses, qualities } = chooseWitnesses(
    evidence,
    { ...joined, modelServerClocks: clocks },
    [{ trial: 0, arm: "control", unproven: null, members }],
    undefined,
  );
  return { first: witnesses[0]?.name, poor: qualities[0]?.poor };
};

test("arrivals that disagree with the log decide nothing", () => {
  const { first, poor } = chosenOfLate(9);
  expect(first).toBe("router-log");
  expect(poor).toMatchObject({ cause: "swapped", comparedWith: "router-log", largestGapMs: 7 });
});

test("of arrivals that disagree it is told how many shared their way with answers", () => {
  const clock = { offsetMs: 0, boundMs: 0, pairs: 1, contradictions: 0, disagreementMs: 0 };
  // The first comes at 1002, and is answered 10 ms later: all but five come after that.
  expect(chosenOfLate(9, { m: clock }).poor).toMatchObject({ cause: "swapped", answeredMeanwhileShare: 15 / 20 });
  expect(chosenOfLate(9).poor).toMatchObject({ answeredMeanwhileShare: 0 });
});

test("arrivals that agree decide", () => {
  expect(chosenOfLate(0)).toEqual({ first: "arrivals", poor: null });
});

/** The same, with positions that nobody counted in the queue, and some neighbours of the control exchanged in the log. */
const inLineOrder = (swapped: number) => {
  const episodes = episodesOf().map((episode) => ({
    ...episode,
    members: episode.members.map(({ dispatched, ...trace }, index) => {
      const shift = episode.arm === "control" && index < 2 * swapped ? (index % 2 === 0 ? 1 : -1) : 0;
      const position = (dispatched?.position ?? 0) + shift;
      return { ...trace, dispatched: { position, routerMs: position, router: null, exact: false } };
    }),
  }));
  const evidence = {
    gateway: { sharedClock: true },
    events: [],
    arrivals: [],
    machineLoad: null,
  } as unknown as Evidence;
  return chooseWitnesses(evidence, joined, episodes, { control: "without-header" });
};

test("the order of the log's lines is a witness, measured in the control arm", () => {
  const { witnesses, qualities } = inLineOrder(3);
  expect(witnesses.map(({ name }) => name)).toEqual(["arrivals", "router-log"]);
  expect(qualities.at(-1)).toMatchObject({ witness: "router-log", comparedWith: "send-order", swapped: 3, poor: null });
});

test("lines that swap more than two pairs in a hundred there are not heard, and arrivals are measured without them", () => {
  const { witnesses, qualities } = inLineOrder(4);
  expect(witnesses.map(({ name }) => name)).toEqual(["arrivals"]);
  expect(qualities.map(({ witness }) => witness)).toEqual(["arrivals", "router-log"]);
  expect(qualities[1]?.poor).toMatchObject({ cause: "swapped", swapped: 4, pairs: 190 });
});
