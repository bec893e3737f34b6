import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { attribute } from "./attribution.ts";
import { createReplays } from "./replays.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
type Order = (low: readonly number[], high: readonly number[]) => readonly number[];

const lowsThenHighs: Order = (low, high) => [...low, ...high];
const highsThenLows: Order = (low, high) => [...high, ...low];

/** Eight low and then eight high, 10 ms apart, held for a second and released in the given order; the control has no header. */
function episodeOf(trial: number, arm: "treatment" | "control", order: Order) {
  const startMs = trial * 5000;
  const places = order([0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14, 15]);
  const members = Array.from({ length: 16 }, (_, index): RequestTrace => {
    const isHigh = index >= 8;
    return traceOf(isHigh ? `high${trial}` : `low${trial}`, {
      sentMs: startMs + 10 * index,
      arrivedMs: startMs + 1000 + 10 * places.indexOf(index),
      criticality: arm === "control" ? 3 : isHigh ? 5 : 1,
    });
  });
  return { trial, arm, members, unproven: null };
}

function attributed(...episodes: readonly ReturnType<typeof episodeOf>[]) {
  const clock = { offsetMs: 0, boundMs: 0, pairs: 1, contradictions: 0, disagreementMs: 0 };
  const traces = episodes.flatMap(({ members }) => members);
  const joined = { traces, modelServerClocks: { m: clock }, routerClock: null } as unknown as JoinedEvidence;
  const { orders, times } = createReplays(joined, 1, DEFAULT_ROUTER_PARAMETERS, new Map())(witness);
  const found = attribute(episodes, witness, orders, times, ["criticality"], 1);
  const verdicts = (fits: typeof found.fits) => Object.fromEntries(fits.map(({ rule, verdict }) => [rule, verdict]));
  return {
    ...found,
    verdicts: verdicts(found.fits),
    inControl: verdicts(found.control),
    without: verdicts(found.withoutTerm),
  };
}

describe("an order by criticality", () => {
  const found = () =>
    attributed(
      episodeOf(0, "treatment", highsThenLows),
      episodeOf(1, "control", lowsThenHighs),
      episodeOf(2, "treatment", highsThenLows),
    );

  test("is explained by the workload-aware rule, and by what would look the same; fcfs is refuted", () => {
    expect(found().verdicts).toMatchObject({
      ...{ "workload-aware": "explains", "strict-criticality": "explains", lifo: "explains", fcfs: "refuted" },
    });
    expect(found().text).toMatch(
      /^explained by workload-aware, fcfs refuted \(128 of 128 decisive pairs, p ≤ 3e-6; 128 of 128 against fcfs; strict-criticality would look the same here\)/,
    );
  });

  test("its control tells those apart that its treatment does not", () => {
    expect(found().inControl).toMatchObject({ "workload-aware": "explains", fcfs: "explains", lifo: "refuted" });
  });

  test("is not what the rule without the claimed term would have done", () => {
    expect(found().without).toEqual({ "workload-aware-without-criticality": "refuted" });
  });

  test("is counted over the trials of the treatment, and in each of them", () => {
    expect(found()).toMatchObject({ witness: "arrivals", episodes: 2, pairs: 128, undecidedByWitness: 0 });
    expect(found().againstFcfs).toEqual({ pairs: 128, workloadAware: 128 });
    expect(found().overtakings).toHaveLength(128);
    expect(found().timing.clock).toBe("client");
    // Of 120 pairs 64 are reversed.
    expect(found().tauAgainstSendOrder).toBeCloseTo((56 - 64) / 120, 9);
    expect(found().trials.map(({ trial, fits }) => [trial, fits[0]?.decisivePairs])).toEqual([
      [0, 64],
      [2, 64],
    ]);
  });
});

test("an order of sending is explained by fcfs, and goes against what criticality asks for", () => {
  const found = attributed(episodeOf(0, "treatment", lowsThenHighs));
  expect(found.verdicts).toMatchObject({ "workload-aware": "refuted", fcfs: "explains" });
  expect(found.againstFcfs).toEqual({ pairs: 64, workloadAware: 0 });
  expect(found.text).toMatch(/^explained by fcfs \(64 of 64 decisive pairs/);
  expect(found.tauAgainstSendOrder).toBe(1);
});

test("an order of sending among equals is explained by fcfs just as well", () => {
  const { arm: _, ...equals } = episodeOf(0, "control", lowsThenHighs);
  const found = attributed({ ...equals, arm: "treatment" });
  expect(found.againstFcfs).toEqual({ pairs: 0, workloadAware: 0 });
  expect(found.text).toMatch(/^fcfs explains this just as well as workload-aware \(/);
});

test("an order that lifo alone gives is explained by it", () => {
  const { arm: _, ...equals } = episodeOf(0, "control", highsThenLows);
  const found = attributed({ ...equals, arm: "treatment" });
  expect(found.text).toMatch(/^explained by lifo \(64 of 64 decisive pairs, p ≤ 1e-3\), fcfs refuted$/);
});

test("an order that nothing gives is explained by nothing", () => {
  const mixed: Order = (low, high) => low.flatMap((place, index) => [place, high[index] as number]);
  expect(attributed(episodeOf(0, "treatment", mixed)).text).toMatch(
    /^no known rule explains this order; workload-aware: \d+ of 64 decisive pairs.*; fcfs \w+: \d+ of 64 decisive pairs/,
  );
});

test("without a pair there is nothing to tell", () => {
  const found = attributed({ ...episodeOf(0, "treatment", lowsThenHighs), members: [] });
  expect(found).toMatchObject({ episodes: 1, pairs: 0, tauAgainstSendOrder: null, overtakings: [] });
  expect(found.text).toBe("too few decisive pairs to tell any rule");
});

test("each trial has the fits of its own episodes", () => {
  const found = attributed(episodeOf(0, "treatment", highsThenLows), episodeOf(1, "treatment", lowsThenHighs));
  const ofFcfs = found.trials.map(({ trial, fits }) => {
    const fit = fits.find(({ rule }) => rule === "fcfs");
    return { trial, agreeing: fit?.agreeing, of: fit?.decisivePairs };
  });
  expect(ofFcfs).toEqual([
    { trial: 0, agreeing: 0, of: 64 },
    { trial: 1, agreeing: 64, of: 64 },
  ]);
});
