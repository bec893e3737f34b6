import { expect, test } from "vitest";
import { answeredMeanwhile } from "./answered-meanwhile.ts";
import { traceOf } from "./trace.test-data.ts";

/** Clocks of model server m: its 0 is ours, or is so many ms later, known to ± so many. */
const joined = (offsetMs = 0, boundMs = 0) => ({
  modelServerClocks: { m: { offsetMs, boundMs, pairs: 1, contradictions: 0, disagreementMs: 0 } },
});
/** Requests that arrive at these times, each answered 10 ms later. */
const episode = (trial: number, ...arrivedMs: readonly (number | null)[]) => ({
  ...({ trial, arm: "control", unproven: null } as const),
  members: arrivedMs.map((at, index) => traceOf(`w${index}`, { arrivedMs: at, sentMs: at === null ? 1000 : 0 })),
});

test("what arrives after the first answer to its episode counts, and nothing else does", () => {
  expect(answeredMeanwhile([episode(0, 0, 5, 10, 11, 20)], joined())).toBe(2 / 5);
  expect(answeredMeanwhile([episode(0, 0, 5), episode(1, 100, 105)], joined())).toBe(0);
  expect(answeredMeanwhile([episode(0, 0, 5), episode(1, 100, 111)], joined())).toBe(1 / 4);
});

test("arrivals are put on the client's clock, and what may have been earlier does not count", () => {
  expect(answeredMeanwhile([episode(0, 0, 8)], joined(3))).toBe(1 / 2);
  expect(answeredMeanwhile([episode(0, 0, 8)], joined(3, 1))).toBe(0);
  expect(answeredMeanwhile([episode(0, 0, 20)], { modelServerClocks: {} })).toBe(0);
});

test("a request that was not answered answers nothing, and one whose arrival nobody saw is left out", () => {
  const { members, ...rest } = episode(0, 0, 5, 20);
  const failed = members.map((trace) => ({ ...trace, record: { ...trace.record, outcome: "failed" as const } }));
  expect(answeredMeanwhile([{ ...rest, members: failed }], joined())).toBe(0);
  expect(answeredMeanwhile([episode(0, 0, null, 20)], joined())).toBe(1 / 2);
  expect(answeredMeanwhile([episode(0)], joined())).toBe(0);
  expect(answeredMeanwhile([], joined())).toBe(0);
});
