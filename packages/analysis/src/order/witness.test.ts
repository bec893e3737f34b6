import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { LEAST_BAND_MS } from "./thresholds.ts";
import { traceOf } from "./trace.test-data.ts";
import { arrivalsWitness, completionsWitness, decide, orderBy, routerLogWitness, witnessQuality } from "./witness.ts";

const joinedOf = (offsets: Readonly<Record<string, number>>) =>
  ({
    modelServerClocks: Object.fromEntries(Object.entries(offsets).map(([name, offsetMs]) => [name, { offsetMs }])),
  }) as unknown as JoinedEvidence;
const arrivals = arrivalsWitness(joinedOf({}), true, LEAST_BAND_MS);
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
      answeredMeanwhileShare: 0,
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

/** Requests sent one after the other, which arrive at the given times. */
const arrivingAt = (arrivedMs: readonly number[]) =>
  arrivedMs.map((ms, index) => traceOf(`w${index}`, { sentMs: index, arrivedMs: ms }));
const evenly = (count: number) => Array.from({ length: count }, (_, index) => 2 * index);
const episodeOf = (members: readonly RequestTrace[]) => ({
  trial: 0,
  arm: "control" as const,
  unproven: null,
  members,
});
const qualityOfArrivals = (...episodes: readonly (readonly RequestTrace[])[]) =>
  witnessQuality(arrivals, episodes.map(episodeOf), "send-order", bySending);

describe("who saw what", () => {
  const dispatched = (exact: boolean) => {
    const trace = traceOf("w", { dispatched: { position: 7, routerMs: 1 } });
    return { ...trace, dispatched: { ...trace.dispatched, exact } } as RequestTrace;
  };

  test("the router's log, if it tells of a dispatch: counted in the queue by every line, or the order of the lines", () => {
    expect(routerLogWitness([])).toBeNull();
    expect(routerLogWitness([traceOf("w", {})])).toBeNull();
    expect(routerLogWitness([traceOf("w", {}), dispatched(true)])?.isLineOrder).toBeUndefined();
    const log = routerLogWitness([traceOf("w", {}), dispatched(false), dispatched(true)]);
    expect([log?.sawAt(dispatched(true)), log?.sawAt(traceOf("w", {}))]).toEqual([7, null]);
    expect(log).toMatchObject({ bandMs: 0, isLineOrder: true });
  });

  test.each([
    ["several model servers, each by its own clock", { m: 30, n: 0 }, false, 130],
    ["several that share a clock", { m: 30, n: 0 }, true, 100],
    ["a single one", { m: 30 }, false, 100],
    ["several, of which this one's clock is not known", { n: 0, o: 5 }, false, 100],
  ])("arrivals at %s", (_, offsets, sharedClock, seenMs) => {
    const witness = arrivalsWitness(joinedOf(offsets), sharedClock, 1);
    expect(witness.sawAt(traceOf("w", { arrivedMs: 100 }))).toBe(seenMs);
    expect(witness.sawAt(traceOf("w", {}))).toBeNull();
  });

  test("completions, of requests that completed", () => {
    const trace = traceOf("w", { arrivedMs: 100 });
    expect(completionsWitness.sawAt(trace)).toBe(110);
    expect(completionsWitness.sawAt({ ...trace, record: { ...trace.record, outcome: "failed" } })).toBeNull();
  });

  test("what was not seen has no place in the order, and decides nothing", () => {
    const [a, unseen, b] = [traceOf("a", { arrivedMs: 9 }), traceOf("u", {}), traceOf("b", { arrivedMs: 5 })];
    expect(orderBy(arrivals, [a, unseen, b])).toEqual([b, a]);
    expect([decide(arrivals, a, unseen), decide(arrivals, unseen, a)]).toEqual([0, 0]);
  });
});

describe("how good a witness is", () => {
  test("pairs that either side does not know are left out, on either side of the pair", () => {
    const members = arrivingAt(evenly(5));
    const blind = (place: number) => (trace: RequestTrace) => (trace === members[place] ? null : bySending(trace));
    for (const place of [0, 2, 4]) {
      expect(witnessQuality(arrivals, [episodeOf(members)], "send-order", blind(place)).pairs).toBe(6);
      const unseen = members.map((trace, index) => (index === place ? { ...trace, arrival: null } : trace));
      expect(qualityOfArrivals(unseen).pairs).toBe(6);
    }
  });

  test("it does not matter in which order the requests are given", () => {
    const members = arrivingAt(evenly(20));
    expect(qualityOfArrivals(members.toReversed())).toEqual(qualityOfArrivals(members));
    expect(qualityOfArrivals(members)).toMatchObject({ pairs: 190, swapped: 0 });
  });

  test("the band reaches a tenth beyond the widest gap that was swapped, or to the thirtieth closest pair", () => {
    const calm = qualityOfArrivals(arrivingAt(evenly(20)));
    expect(calm.bandMs).toBe(4);
    expect(calm.decidedShare).toBeCloseTo((190 - 19 - 18) / 190, 12);
    // The eighth is late, and comes after the next three: 1, 3 and 5 ms after.
    const late = qualityOfArrivals(arrivingAt(evenly(20).with(7, 14 + 7)));
    expect(late).toMatchObject({ swapped: 3, largestSwappedGapMs: 5, bandMs: expect.closeTo(5.5, 9), poor: null });
    expect(late.byGap.map(({ swapped }) => swapped)).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  test("a band that leaves most pairs undecided is no witness", () => {
    const blurred = arrivingAt([1030, 1000, ...Array.from({ length: 18 }, (_, index) => 1030.5 + index / 2)]);
    const quality = qualityOfArrivals(blurred);
    expect(quality).toMatchObject({ swapped: 1, bandMs: expect.closeTo(33, 9) });
    expect(quality.decidedShare).toBeLessThan(0.5);
    expect(quality.poor).not.toBeNull();
  });

  test("the thirtieth closest pair sets the band, and a witness that decides half of the pairs is borne", () => {
    const pairsOf = (close: number, closer: number) =>
      Array.from({ length: 100 }, (_, index) => {
        const gapMs = index < closer ? 1.25 : index < close ? 1.5 : 8;
        return arrivingAt([0, gapMs]);
      });
    expect(qualityOfArrivals(...pairsOf(50, 0))).toMatchObject({
      pairs: 100,
      bandMs: 1.5,
      decidedShare: 0.5,
      poor: null,
    });
    expect(qualityOfArrivals(...pairsOf(51, 0)).poor).toEqual({ cause: "blurred", bandMs: 1.5, decidedShare: 0.49 });
    expect(qualityOfArrivals(...pairsOf(50, 29)).bandMs).toBe(1.5);
    expect(qualityOfArrivals(...pairsOf(50, 30)).bandMs).toBe(1.25);
  });

  test("a hundred pairs are enough to measure it, and two swapped of them are borne, three are not", () => {
    const swapped = (...places: readonly number[]) =>
      evenly(14).map((_, index, all) => {
        const first = places.find((place) => index === place || index === place + 1);
        return all[first === undefined ? index : 2 * first + 1 - index] as number;
      });
    const hundred = (...places: readonly number[]) =>
      qualityOfArrivals(arrivingAt(swapped(...places)), arrivingAt(evenly(4)), arrivingAt(evenly(3)));
    expect(hundred(0, 4)).toMatchObject({ pairs: 100, swapped: 2, comparedWith: "send-order", poor: null });
    expect(hundred(0, 4, 8).swapped).toBe(3);
    expect(hundred(0, 4, 8).poor).not.toBeNull();
  });

  test("nothing to compare", () => {
    expect(qualityOfArrivals([])).toMatchObject({ pairs: 0, decidedShare: 0, comparedWith: "nothing", bandMs: 1 });
  });
});
