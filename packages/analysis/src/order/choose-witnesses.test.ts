import { expect, test } from "vitest";
import type { Evidence } from "../evidence/evidence.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { chooseWitnesses } from "./choose-witnesses.ts";
import { traceOf } from "./trace.test-data.ts";

const joined = { modelServerClocks: {} } as unknown as JoinedEvidence;

/** 20 requests in the order of their dispatch; every third arrives `lateMs` later than it should. */
const chosen = (lateMs: number, machineLoad: Evidence["machineLoad"]) => {
  const members = Array.from({ length: 20 }, (_, index) => {
    const arrivedMs = 1000 + index * 2 + (index % 3 === 0 ? lateMs : 0);
    return traceOf(`w${index}`, { sentMs: index, arrivedMs, dispatched: { position: index, routerMs: index } });
  });
  const gateway = { sharedClock: true } as Evidence["gateway"];
  const evidence = { gateway, events: [], arrivals: [], machineLoad } as unknown as Evidence;
  const { witnesses, qualities } = chooseWitnesses(
    evidence,
    joined,
    [{ trial: 0, arm: "control", unproven: null, members }],
    undefined,
  );
  return { first: witnesses[0]?.name, poor: qualities[0]?.poor };
};

test("arrivals that disagree with the log decide nothing, and the machine's load is named", () => {
  expect(chosen(9, { cpus: 2, atStart: 0.4, atEnd: 7.25 })).toEqual({
    first: "router-log",
    poor: expect.stringMatching(
      / pairs at least 1 ms apart are the other way round .*, at a load of 0\.4 to 7\.3 on 2 CPUs$/,
    ),
  });
});

test("a load that was not recorded is not named", () => {
  expect(chosen(9, null).poor).toMatch(/ up to 7\.0 ms$/);
});

test("a busy machine whose arrivals agree is no weakness", () => {
  expect(chosen(0, { cpus: 2, atStart: 9, atEnd: 9 })).toEqual({ first: "arrivals", poor: null });
});
