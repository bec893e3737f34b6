import { expect, test } from "vitest";
import type { RequestTrace } from "./request-trace.ts";
import { isContextKnown, isPlainHeader, routerContext } from "./router-context.ts";

const PLAIN = '{"workload_id":"w","criticality":5}';
const trace = (contextHeaders: readonly string[], read: object | null, workloadId: string | null = "w") =>
  ({
    record: { id: "r1", workloadId, criticality: workloadId === null ? 3 : 5, contextHeaders },
    contextExtracted: read,
  }) as unknown as RequestTrace;
const SENT = { workload: "w", criticality: 5 };
const OTHER = { workloadId: "auto-1", criticality: 3 };

test.each([
  ["no log", trace([PLAIN], null), SENT],
  ["no header, and no log", trace([], null, null), { workload: "request r1", criticality: 3 }],
  ["no header, and a log", trace([], OTHER, null), { workload: "auto-1", criticality: 3 }],
  ["read as sent", trace([PLAIN], { workloadId: "w", criticality: 5 }), SENT],
  ["a plain header that was misread: as sent", trace([PLAIN], OTHER), SENT],
  [
    "an odd header that was misread: as read",
    trace(['{"workload_id":"w","criticality":6}'], OTHER),
    { workload: "auto-1", criticality: 3 },
  ],
  ["two lines that were read as one", trace([PLAIN, PLAIN], OTHER), { workload: "auto-1", criticality: 3 }],
])("%s", (_, request, context) => {
  expect(routerContext(request)).toEqual(context);
});

test("of two lines only a log says which were read", () => {
  expect(isContextKnown(trace([PLAIN, PLAIN], null))).toBe(false);
  expect(isContextKnown(trace([PLAIN, PLAIN], OTHER))).toBe(true);
  expect([isContextKnown(trace([PLAIN], null)), isContextKnown(trace([], null, null))]).toEqual([true, true]);
});

test.each([
  [[PLAIN], "w", true],
  [[PLAIN, PLAIN], "w", false],
  [[`${PLAIN} `], "w", false],
  [[], "w", false],
  [["{}"], null, false],
  [['{"workload_id":"","criticality":5}'], "", false],
] as const)("%j is a plain header of %j: %j", (contextHeaders, workloadId, isPlain) => {
  expect(isPlainHeader(trace(contextHeaders, null, workloadId).record)).toBe(isPlain);
});
