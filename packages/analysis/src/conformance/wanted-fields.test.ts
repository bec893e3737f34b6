import type { FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { WANTED_FIELDS, wantedFields } from "./wanted-fields.ts";

const position = { line: 1, source: null, atMs: 1, seq: 1, requestId: "r1", workloadId: "low" };
const registry = { active: 1, total: 1, ratePerSecond: 0 };
const score = { stage: "dispatch", criticality: 1, emaSeconds: 0, ratePerSecond: 0, score: 0 } as const;
const normalized = { normalizedWait: 0, normalizedCriticality: 0, normalizedRate: 0 };

/** A request's lines with every field that buys something. */
const whole: readonly FlowEvent[] = [
  { event: "context-extracted", ...position, criticality: 1 },
  { event: "active-incremented", ...position, ...registry },
  { event: "admitted", ...position, queueSize: 1 },
  { event: "score-computed", ...position, ...score, ...normalized },
  { event: "dispatched", ...position, queueSize: 0, dispatchSequence: 1 },
  { event: "wait-recorded", ...position, waitSeconds: 0, emaSeconds: 0 },
  { event: "active-decremented", ...position, ...registry },
];
type Kind = FlowEvent["event"];
/** The same, where lines of some kinds lack a field. */
const without = (field: string, ...kinds: readonly Kind[]) =>
  whole.map((event) => (kinds.includes(event.event) ? { ...event, [field]: null } : event)) as FlowEvent[];
const wantedOf = (events: readonly FlowEvent[]) => wantedFields(events).map(({ field, on }) => `${field}: ${on}`);

const REQUEST_ID = "request_id: Request admitted to flow control, Request dispatched";
const REQUEST_ID_TOO = "request_id: Priority score computed, Workload active incremented, Workload active decremented";
const SCORED = "criticality, avg_wait_time_sec, request_rate: Priority score computed";
const REGISTRY = "Workload active incremented, Workload active decremented";

test("a log that has every field wants none; neither does one without lines", () => {
  expect(wantedOf(whole)).toEqual([]);
  expect(wantedOf([])).toEqual([]);
});

describe("what one line of a kind lacks is wanted, and nothing else", () => {
  test.each<[string, Kind, string]>([
    ["requestId", "admitted", REQUEST_ID],
    ["requestId", "dispatched", REQUEST_ID],
    ["dispatchSequence", "dispatched", "dispatch_seq: Request dispatched"],
    ["criticality", "score-computed", SCORED],
    ["emaSeconds", "score-computed", SCORED],
    ["ratePerSecond", "score-computed", SCORED],
    ["total", "active-incremented", `total_requests: ${REGISTRY}`],
    ["total", "active-decremented", `total_requests: ${REGISTRY}`],
    ["ratePerSecond", "active-incremented", `request_rate: ${REGISTRY}`],
    ["ratePerSecond", "active-decremented", `request_rate: ${REGISTRY}`],
    ["atMs", "context-extracted", "a time on each line: all lines"],
    ["atMs", "active-incremented", "a time on each line: all lines"],
    ["atMs", "admitted", "a time on each line: all lines"],
    ["atMs", "score-computed", "a time on each line: all lines"],
    ["atMs", "dispatched", "a time on each line: all lines"],
    ["atMs", "active-decremented", "a time on each line: all lines"],
    ["seq", "context-extracted", "seq: all lines"],
    ["seq", "active-decremented", "seq: all lines"],
    ["requestId", "score-computed", REQUEST_ID_TOO],
    ["requestId", "active-incremented", REQUEST_ID_TOO],
    ["requestId", "active-decremented", REQUEST_ID_TOO],
    ["stage", "score-computed", "stage: Priority score computed"],
  ])("%s, on %s", (field, kind, wanted) => {
    expect(wantedOf(without(field, kind))).toEqual([wanted]);
  });

  test("one line that has it is not enough for all", () => {
    expect(wantedOf([...whole, ...without("seq", "admitted")])).toEqual(["seq: all lines"]);
  });

  test.each<[string, Kind]>([
    ["requestId", "context-extracted"],
    ["workloadId", "admitted"],
    ["queueSize", "dispatched"],
    ["normalizedWait", "score-computed"],
  ])("%s, on %s, buys nothing", (field, kind) => {
    expect(wantedOf(without(field, kind))).toEqual([]);
  });
});

test("without a line of average waits, that line is wanted", () => {
  expect(wantedOf(whole.filter(({ event }) => event !== "wait-recorded"))).toEqual([
    "the line Workload wait recorded, with workload_id, wait_sec, avg_wait_time_sec: each update of an average wait",
  ]);
});

test("the most telling comes first, and each says what it buys", () => {
  const bare = without("requestId", "dispatched").map((event) => ({ ...event, seq: null, atMs: null }) as FlowEvent);
  expect(wantedOf(bare)).toEqual([REQUEST_ID, "a time on each line: all lines", "seq: all lines"]);
  const { field, on, buys } = WANTED_FIELDS[1] as (typeof WANTED_FIELDS)[number];
  expect(wantedFields(without("dispatchSequence", "dispatched"))).toEqual([{ field, on, buys }]);
});
