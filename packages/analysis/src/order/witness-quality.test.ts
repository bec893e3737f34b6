import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { traceOf } from "./trace.test-data.ts";
import { arrivalsWitness, completionsWitness, decide, orderBy, routerLogWitness, witnessQuality } from "./witness.ts";

const joinedOf = (offsets: Readonly<Record<string, number>>) =>
  ({
    modelServerClocks: Object.fromEntries(Object.entries(offsets).map(([name, offsetMs]) => [name, { offsetMs }])),
  }) as unknown as JoinedEvidence;
const arrivals = arrivalsWitness(joinedOf({}), true, 1);
const bySending = ({ record }: RequestTrace) => record.sequence;

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
const qualityOf = (...episodes: readonly (readonly RequestTrace[])[]) =>
  witnessQuality(arrivals, episodes.map(episodeOf), "send-order", bySending);

describe("who saw what", () => {
  const dispatched = (exact: boolean) => {
    const trace = traceOf("w", { dispatched: { position: 7, routerMs: 1 } });
    return { ...trace, dispatched: { ...trace.dispatched, exact } } as RequestTrace;
  };

  test("the router's log, if any of its lines was counted in the queue", () => {
    expect(routerLogWitness([])).toBeNull();
    expect(routerLogWitness([traceOf("w", {}), dispatched(false)])).toBeNull();
    const log = routerLogWitness([traceOf("w", {}), dispatched(false), dispatched(true)]);
    expect([log?.sawAt(dispatched(true)), log?.sawAt(traceOf("w", {}))]).toEqual([7, null]);
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
      expect(qualityOf(unseen).pairs).toBe(6);
    }
  });

  test("it does not matter in which order the requests are given", () => {
    const members = arrivingAt(evenly(20));
    expect(qualityOf(members.toReversed())).toEqual(qualityOf(members));
    expect(qualityOf(members)).toMatchObject({ pairs: 190, swapped: 0 });
  });

  test("the band reaches a tenth beyond the widest gap that was swapped, or to the thirtieth closest pair", () => {
    const calm = qualityOf(arrivingAt(evenly(20)));
    expect(calm.bandMs).toBe(4);
    expect(calm.decidedShare).toBeCloseTo((190 - 19 - 18) / 190, 12);
    // The eighth is late, and comes after the next three: 1, 3 and 5 ms after.
    const late = qualityOf(arrivingAt(evenly(20).with(7, 14 + 7)));
    expect(late).toMatchObject({ swapped: 3, largestSwappedGapMs: 5, bandMs: expect.closeTo(5.5, 9), poor: null });
    expect(late.byGap.map(({ swapped }) => swapped)).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  test("a band that leaves most pairs undecided is no witness", () => {
    const blurred = arrivingAt([1030, 1000, ...Array.from({ length: 18 }, (_, index) => 1030.5 + index / 2)]);
    const quality = qualityOf(blurred);
    expect(quality).toMatchObject({ swapped: 1, bandMs: expect.closeTo(33, 9) });
    expect(quality.decidedShare).toBeLessThan(0.5);
    expect(quality.poor).not.toBeNull();
  });

  test("a hundred pairs are enough to measure it, and two swapped of them are borne, three are not", () => {
    const swapped = (...places: readonly number[]) =>
      evenly(14).map((_, index, all) => {
        const first = places.find((place) => index === place || index === place + 1);
        return all[first === undefined ? index : 2 * first + 1 - index] as number;
      });
    const hundred = (...places: readonly number[]) =>
      qualityOf(arrivingAt(swapped(...places)), arrivingAt(evenly(4)), arrivingAt(evenly(3)));
    expect(hundred(0, 4)).toMatchObject({ pairs: 100, swapped: 2, comparedWith: "send-order", poor: null });
    expect(hundred(0, 4, 8).swapped).toBe(3);
    expect(hundred(0, 4, 8).poor).not.toBeNull();
  });

  test("nothing to compare", () => {
    expect(qualityOf([])).toMatchObject({ pairs: 0, decidedShare: 0, comparedWith: "nothing", bandMs: 1 });
  });
});
