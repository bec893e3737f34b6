import { expect, test } from "vitest";
import type { Evidence } from "../evidence/evidence.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { chooseWitnesses } from "./choose-witnesses.ts";
import { traceOf } from "./trace.test-data.ts";

const joined = { modelServerClocks: {} } as unknown as JoinedEvidence;

/** 20 requests in the order of their dispatch; every third arrives `lateMs` later than it should. */
const chosen = (lateMs: number) => {
  const members = Array.from({ length: 20 }, (_, index) => {
    const arrivedMs = 1000 + index * 2 + (index % 3 === 0 ? lateMs : 0);
    return traceOf(`w${index}`, { sentMs: index, arrivedMs, dispatched: { position: index, routerMs: index } });
  });
  const gateway = { sharedClock: true } as Evidence["gateway"];
  const evidence = { gateway, events: [], arrivals: [] } as unknown as Evidence;
  const { witnesses, qualities } = chooseWitnesses(
    evidence,
    joined,
    [{ trial: 0, arm: "control", unproven: null, members }],
    undefined,
  );
  return { first: witnesses[0]?.name, poor: qualities[0]?.poor };
};

test("arrivals that disagree with the log decide nothing", () => {
  const { first, poor } = chosen(9);
  expect(first).toBe("router-log");
  expect(poor).toMatchObject({ cause: "swapped", comparedWith: "router-log", largestGapMs: 7 });
});

test("arrivals that agree decide", () => {
  expect(chosen(0)).toEqual({ first: "arrivals", poor: null });
});
