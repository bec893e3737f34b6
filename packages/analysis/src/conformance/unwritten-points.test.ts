import { type FlowEvent, LOG_POINTS, type LogPoint, type RequestRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { unwrittenPoints } from "./unwritten-points.ts";

const ALL = Object.fromEntries(Object.keys(LOG_POINTS).map((point) => [point, 1]));
const without = (...points: LogPoint[]) =>
  Object.fromEntries(Object.entries(ALL).filter(([point]) => !points.includes(point as LogPoint)));

const traced = (
  workload: string,
  sendMs: number,
  logPoints: RequestTrace["logPoints"],
  of: Partial<RequestRecord> = {},
) => ({ record: { workload, sendMs, endMs: sendMs + 500, outcome: "completed", ...of }, logPoints }) as RequestTrace;

const numbered = (...lines: [number, string | null][]) =>
  lines.map(([seq, source]) => ({ event: "dispatched", seq, source })) as unknown as FlowEvent[];
const NUMBERED = numbered([7, null], [9, null]);
const last = traced("high", 10_000, ALL);

describe("log points that were not written", () => {
  test("of requests that had ended long before the log goes on: how many, which, and of which workloads", () => {
    const some = [
      traced("medium", 0, without("active-decremented")),
      traced("low", 10, without("dispatched", "admitted")),
    ];
    expect(unwrittenPoints([...some, traced("medium", 20, ALL), last], NUMBERED)).toEqual({
      requests: 2,
      points: ["admitted", "dispatched", "active-decremented"],
      workloads: ["low", "medium"],
    });
  });

  test.each<[string, RequestTrace, FlowEvent[]]>([
    ["that has every point", traced("low", 0, ALL), NUMBERED],
    ["of which the log tells nothing: it may be another router's", traced("low", 0, {}), NUMBERED],
    ["that did not complete", traced("low", 0, without("dispatched"), { outcome: "rejected" }), NUMBERED],
    ["that ended not long before the last was sent", traced("low", 8_500, without("dispatched")), NUMBERED],
    ["in a log without numbers", traced("low", 0, without("dispatched")), [{ ...NUMBERED[0], seq: null } as FlowEvent]],
    [
      "in a log that numbers some of its lines",
      traced("low", 0, without("dispatched")),
      [...NUMBERED, { event: "admitted", seq: null } as FlowEvent],
    ],
    [
      "of a router that was started again",
      traced("low", 0, without("dispatched")),
      numbered([7, "a"], [9, "b"], [1, "a"]),
    ],
    ["in a log without points", traced("low", 0, without("dispatched")), [{ event: "error", seq: 1 } as FlowEvent]],
  ])("nothing is said of one %s", (_, trace, events) => {
    expect(unwrittenPoints([trace, last], events)).toBeNull();
  });

  test("neither a line without a number that is no log point, nor another router's numbers, make it unknown", () => {
    const events = [...numbered([7, "a"], [1, "b"], [8, "a"]), { event: "head-of-line", seq: null } as FlowEvent];
    expect(unwrittenPoints([traced("low", 8_499, without("dispatched")), last], events)?.requests).toBe(1);
  });
});
