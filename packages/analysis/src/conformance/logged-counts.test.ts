import type { FlowEvent } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { countLogged } from "./logged-counts.ts";

const position = { line: 1, source: null, atMs: null, seq: null };
const admitted = (requestId: string | null, workloadId: string | null): FlowEvent => ({
  ...{ event: "admitted", ...position, requestId, workloadId, queueSize: null },
});
const dispatched = (requestId: string | null, workloadId: string | null): FlowEvent => ({
  ...{ event: "dispatched", ...position, requestId, workloadId, queueSize: null, dispatchSequence: null },
});

const scored = (requestId: string | null, workloadId: string): FlowEvent => ({
  ...{ event: "score-computed", ...position, requestId, workloadId, stage: null, score: 0.5 },
  ...{ criticality: null, emaSeconds: null, ratePerSecond: null },
  ...{ normalizedWait: null, normalizedCriticality: null, normalizedRate: null },
});
const waited = (requestId: string, workloadId: string): FlowEvent => ({
  ...{ event: "wait-recorded", ...position, requestId, workloadId, waitSeconds: 0, emaSeconds: 0 },
});
const NONE = { "context-extracted": 0, "active-incremented": 0, admitted: 0, "score-computed": 0, dispatched: 0 };

test("each point has its lines, those that name no request, and how many requests lack it", () => {
  const counts = countLogged([
    ...[admitted("r1", "low"), scored("r1", "low"), dispatched("r1", "low")],
    ...[admitted("r2", "high"), scored(null, "high"), dispatched(null, "high")],
    admitted("r3", "high"),
  ]);
  expect(counts).toEqual({
    ...{
      workloads: 2,
      requestsSeen: 3,
      requestsCompleted: 3,
      unseenFirst: 0,
      unseenLast: 0,
      pointsFound: 3,
      unwritten: null,
    },
    lines: { ...NONE, "active-decremented": 0, admitted: 3, "score-computed": 2, dispatched: 2 },
    unnamed: { ...NONE, "active-decremented": 0, "score-computed": 1, dispatched: 1 },
    lacking: {
      ...{ "context-extracted": 3, "active-incremented": 3, "active-decremented": 3 },
      ...{ admitted: 0, "score-computed": 1, dispatched: 1 },
    },
  });
});

test("a line that is no point counts nothing, but tells whose its request is", () => {
  expect(countLogged([waited("r1", "low")])).toMatchObject({ workloads: 0, requestsSeen: 0, pointsFound: 0 });
  expect(countLogged([dispatched("r1", null), dispatched(null, "low"), waited("r1", "low")])).toMatchObject({
    ...{ workloads: 1, requestsSeen: 2, lines: { dispatched: 2 } },
  });
  expect(countLogged([{ event: "started", ...position, text: "up" }])).toMatchObject({ workloads: 0, pointsFound: 0 });
});

test("scores tell of no request of their own: a router may write several for one", () => {
  const counts = countLogged([admitted(null, "low"), scored(null, "low"), scored(null, "low"), scored(null, "low")]);
  expect(counts).toMatchObject({ requestsSeen: 1, lacking: { admitted: 0, "score-computed": 0, dispatched: 1 } });
});

test("a request that no line gives a workload is one of its own kind, and the first workload named is its", () => {
  expect(countLogged([dispatched("r1", null), dispatched("r2", "low")])).toMatchObject({ workloads: 2 });
  expect(countLogged([dispatched(null, null), dispatched(null, null)])).toMatchObject({
    workloads: 1,
    requestsSeen: 2,
  });
});

test("a request that the router reads as another workload each time is one, and lacks nothing", () => {
  const counts = countLogged([
    ...[admitted("r1", "auto-1"), dispatched("r1", "auto-2")],
    ...[admitted("r2", "auto-3"), dispatched("r2", "auto-4")],
  ]);
  expect(counts).toMatchObject({ requestsSeen: 2, workloads: 2, lacking: { admitted: 0, dispatched: 0 } });
});

test("a line that names no workload counts for that of its request, wherever it stands", () => {
  const counts = countLogged([dispatched("r1", null), admitted("r1", "low"), admitted("r2", "low")]);
  expect(counts).toMatchObject({ requestsSeen: 2, workloads: 1, lacking: { admitted: 0, dispatched: 1 } });
});

test("lines that name no request count by their workload", () => {
  const counts = countLogged([admitted(null, "low"), admitted(null, "low"), dispatched(null, "high")]);
  expect(counts).toMatchObject({ requestsSeen: 3, workloads: 2, lacking: { admitted: 1, dispatched: 2 } });
});
