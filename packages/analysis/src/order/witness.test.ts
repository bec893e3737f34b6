import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { LEAST_BAND_MS } from "./thresholds.ts";
import { traceOf } from "./trace.test-data.ts";
import { arrivalsWitness, decide, routerLogWitness, witnessQuality } from "./witness.ts";

const joined = { modelServerClocks: {} } as unknown as JoinedEvidence;
const arrivals = arrivalsWitness(joined, true, LEAST_BAND_MS);
const bySending = ({ record }: RequestTrace) => record.sequence;

/** 20 requests sent 5 ms apart; each arrives `delayOf` later. */
const episode = (delayOf: (index: number) => number) => ({
  trial: 0,
  arm: "control" as const,
  unproven: null,
  members: Array.from({ length: 20 }, (_, index) => {
    const sentMs = index * 5;
    return traceOf(`w${index}`, { sentMs, arrivedMs: 1000 + index * 2 + delayOf(index) });
  }),
});

const qualityOf = (delayOf: (index: number) => number) =>
  witnessQuality(arrivals, [episode(delayOf)], "send-order", bySending);

describe("witnessQuality", () => {
  test("nothing swapped: a band no wider than the gaps that were measured", () => {
    const quality = qualityOf(() => 0);
    expect(quality).toMatchObject({ pairs: 190, swapped: 0, largestSwappedGapMs: 0, poor: null });
    expect(quality.bandMs).toBeLessThanOrEqual(4);
  });

  test("one late arrival: the band covers the gap at which it was seen the wrong way round", () => {
    const quality = qualityOf((index) => (index === 7 ? 2.5 : 0));
    expect(quality.swapped).toBe(1);
    expect(quality.largestSwappedGapMs).toBeCloseTo(0.5, 6);
    expect(quality.bandMs).toBeGreaterThanOrEqual(0.55);
    expect(quality.byGap.find(({ belowMs }) => belowMs === 1)).toMatchObject({ swapped: 1 });
    expect(quality.byGap.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(quality.pairs);
  });

  test("one stall among many trials does not widen the band to its length; its pairs are decided", () => {
    const calm = (index: number) => (index === 7 ? 2.5 : 0);
    const episodes = Array.from({ length: 6 }, (_, trial) =>
      episode((index) => (trial === 2 && index === 3 ? 13 : calm(index))),
    );
    const quality = witnessQuality(arrivals, episodes, "send-order", bySending);
    expect(quality.largestSwappedGapMs).toBeGreaterThan(8);
    expect(quality.bandMs).toBeLessThan(4);
    expect(quality.swapped / quality.pairs).toBeLessThan(0.02);
    expect(quality.poor).toBeNull();
  });

  test("disturbed: it says that it decides nothing, and why", () => {
    const quality = qualityOf((index) => (index % 3 === 0 ? 9 : 0));
    expect(quality.poor).toEqual({
      cause: "swapped",
      swapped: 19,
      pairs: 190,
      largestGapMs: 7,
      comparedWith: "send-order",
    });
  });

  test("swapped only where they were less than 1 ms apart: not disturbed, since such pairs decide nothing anyway", () => {
    const members = Array.from({ length: 10 }, (_, index) =>
      traceOf(`w${index}`, { sentMs: index * 5, arrivedMs: 1000 + 4 * (index >> 1) + (index % 2 === 0 ? 0.2 : 0) }),
    );
    const episodes = Array.from({ length: 4 }, () => ({ ...episode(() => 0), members }));
    const quality = witnessQuality(arrivals, episodes, "send-order", bySending);
    expect(quality).toMatchObject({ pairs: 180, swapped: 20, poor: null });
    // The thirtieth closest pair: after the 20 that are swapped, ten that are 3.8 ms apart.
    expect(quality.bandMs).toBeCloseTo(3.8, 6);
  });

  test("too few pairs to measure: the band that was found elsewhere", () => {
    const few = { ...episode(() => 0), members: episode(() => 0).members.slice(0, 5) };
    expect(witnessQuality(arrivals, [few], "send-order", bySending)).toMatchObject({
      comparedWith: "nothing",
      bandMs: LEAST_BAND_MS,
    });
  });

  test("positions that were counted in the queue have no band, and are not poor for what happened before the queue", () => {
    const members = Array.from({ length: 20 }, (_, index) =>
      traceOf(`w${index}`, { sentMs: index * 5, dispatched: { position: 20 - index, routerMs: index } }),
    );
    const log = routerLogWitness(members);
    expect(log).not.toBeNull();
    const quality = witnessQuality(log as never, [{ ...episode(() => 0), members }], "send-order", bySending);
    expect(quality).toMatchObject({ witness: "router-log", swapped: 190, bandMs: 0, byGap: [], poor: null });
  });
});

test.each([
  [0, 2, -1],
  [2, 0, 1],
  [0, 0.9, 0],
  [0, 1, 0],
])("arrivals at %f and %f ms: %i", (a, b, expected) => {
  expect(decide(arrivals, traceOf("a", { arrivedMs: a }), traceOf("b", { arrivedMs: b }))).toBe(expected);
});

test("what a witness did not see it does not decide", () => {
  expect(decide(arrivals, traceOf("a", { arrivedMs: null }), traceOf("b", { arrivedMs: 5 }))).toBe(0);
});
