import { LOG_POINTS, type LogPoint, type RequestRecord, writeWorkloadContext } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { countLogPoints, isWhole } from "./log-points.ts";

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];
const whole = Object.fromEntries(POINTS.map((point) => [point, 1]));

const traced = (logPoints: RequestTrace["logPoints"], outcome: RequestRecord["outcome"] = "completed") =>
  ({ record: { outcome }, logPoints }) as RequestTrace;

test("every point for every request", () => {
  const counts = countLogPoints([traced(whole), traced({ ...whole, "score-computed": 2 })]);
  expect(counts).toMatchObject({ requestsSeen: 2, requestsCompleted: 2, pointsFound: 6 });
  expect(counts.lines).toEqual({ ...Object.fromEntries(POINTS.map((point) => [point, 2])), "score-computed": 3 });
  expect(isWhole(counts, 0)).toBe(true);
  expect(isWhole(counts, 1)).toBe(false);
});

test.each(POINTS)("%s is lacking for one request", (point) => {
  const counts = countLogPoints([traced(whole), traced({ ...whole, [point]: 0 })]);
  expect(counts.lacking[point]).toBe(1);
  expect(counts.pointsFound).toBe(6);
  expect(isWhole(counts, 0)).toBe(false);
});

test.each(POINTS)("%s is lacking for all", (point) => {
  const { [point]: _, ...others } = whole;
  expect(countLogPoints([traced(others), traced(others)])).toMatchObject({ pointsFound: 5, requestsSeen: 2 });
});

test("a completed request of which the log says nothing", () => {
  const counts = countLogPoints([traced(whole), traced({})]);
  expect(counts).toMatchObject({ requestsSeen: 1, requestsCompleted: 2 });
  expect(isWhole(counts, 0)).toBe(false);
});

test.each([
  ["nowhere", [1, 1, 1], [0, 0]],
  ["at the beginning", [0, 0, 1], [2, 0]],
  ["at the end", [1, 0, 0], [0, 2]],
  ["at both ends", [0, 1, 0], [1, 1]],
  ["in the middle", [1, 0, 1], [0, 0]],
  ["everywhere", [0, 0, 0], [0, 0]],
])("of requests, in the order in which they were sent, nothing is said %s", (_, seen, [unseenFirst, unseenLast]) => {
  const traces = seen.map((isSeen, sequence) => {
    const { record, ...trace } = traced(isSeen === 1 ? whole : {});
    return { ...trace, record: { ...record, sequence } };
  });
  expect(countLogPoints(traces.toReversed())).toMatchObject({ unseenFirst, unseenLast });
});

test("requests that did not complete need no points, and theirs are counted", () => {
  const counts = countLogPoints([traced(whole), traced({ "context-extracted": 1 }, "timed-out")]);
  expect(isWhole(counts, 0)).toBe(true);
  expect(counts.lines["context-extracted"]).toBe(2);
});

test("no request at all", () => {
  expect(countLogPoints([])).toMatchObject({ requestsSeen: 0, requestsCompleted: 0, pointsFound: 0 });
});

const NAMED = { "context-extracted": 1, admitted: 1, dispatched: 1 };
const ofWorkload = (
  workloadId: string | null,
  logPoints: RequestTrace["logPoints"] = NAMED,
  read: string | null = null,
) => {
  const contextHeaders = workloadId === null ? [] : [writeWorkloadContext({ workloadId, criticality: 5 })];
  return {
    record: { outcome: "completed", workloadId, criticality: 5, contextHeaders },
    contextExtracted: read === null ? null : { workloadId: read },
    logPoints,
  } as unknown as RequestTrace;
};
const unnamed = (lines: number) => ({
  "active-incremented": lines,
  "score-computed": lines,
  "active-decremented": lines,
});

test("lines that name a workload count for its requests", () => {
  const traces = [ofWorkload("a"), ofWorkload("a"), ofWorkload("b")];
  const counts = countLogPoints(
    traces,
    new Map([
      ["a", unnamed(2)],
      ["b", unnamed(1)],
    ]),
  );
  expect(isWhole(counts, 0)).toBe(true);
  expect(counts).toMatchObject({ requestsSeen: 3, pointsFound: 6, lines: { admitted: 3, "score-computed": 3 } });
  expect(counts.unnamed).toMatchObject({ admitted: 0, "score-computed": 3 });
});

test.each([
  [
    "too few of one workload, though there are enough of all",
    [
      ["a", unnamed(1)],
      ["b", unnamed(2)],
    ],
    1,
  ],
  ["none of one workload, though others have too many", [["a", unnamed(9)]], 1],
  [
    "of a workload that nobody sent",
    [
      ["a", unnamed(2)],
      ["x", unnamed(1)],
    ],
    1,
  ],
  ["none at all but the named ones", [["a", {}]], 3],
] as const)("%s", (_, lines, lacking) => {
  const counts = countLogPoints([ofWorkload("a"), ofWorkload("a"), ofWorkload("b")], new Map(lines));
  expect(counts.lacking["score-computed"]).toBe(lacking);
  expect(counts.lacking.dispatched).toBe(0);
  expect(isWhole(counts, 0)).toBe(false);
});

test("a request without a readable header is found by the id that the router says it made up, or counted with its like", () => {
  const made = new Map([
    ["auto-1", unnamed(1)],
    ["auto-2", unnamed(1)],
  ]);
  expect(isWhole(countLogPoints([ofWorkload(null, NAMED, "auto-1"), ofWorkload(null, NAMED, "auto-2")], made), 0)).toBe(
    true,
  );
  expect(isWhole(countLogPoints([ofWorkload(null), ofWorkload(null)], made), 0)).toBe(true);
  expect(countLogPoints([ofWorkload(null), ofWorkload(null), ofWorkload(null)], made).lacking["score-computed"]).toBe(
    1,
  );
});

test("requests that no line names are seen by their workload's lines", () => {
  const lines = Object.fromEntries(POINTS.map((point) => [point, 2]));
  const counts = countLogPoints(
    [ofWorkload("a", {}), ofWorkload("a", {}), ofWorkload("a", {})],
    new Map([["a", lines]]),
  );
  expect(counts).toMatchObject({ requestsSeen: 2, requestsCompleted: 3 });
  expect(Object.values(counts.lacking)).toEqual([0, 0, 0, 0, 0, 0]);
});
