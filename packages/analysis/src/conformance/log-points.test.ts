import { LOG_POINTS, type LogPoint, type RequestRecord } from "@wa-routing/protocol";
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

test("requests that did not complete need no points, and theirs are counted", () => {
  const counts = countLogPoints([traced(whole), traced({ "context-extracted": 1 }, "timed-out")]);
  expect(isWhole(counts, 0)).toBe(true);
  expect(counts.lines["context-extracted"]).toBe(2);
});

test("no request at all", () => {
  expect(countLogPoints([])).toMatchObject({ requestsSeen: 0, requestsCompleted: 0, pointsFound: 0 });
});
