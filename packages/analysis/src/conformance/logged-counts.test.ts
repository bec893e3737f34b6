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
