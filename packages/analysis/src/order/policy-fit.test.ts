import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { chanceOfAtLeast } from "./chance-of-count.ts";
import type { PairPrediction } from "./model-orders.ts";
import { episodeChances, episodeFit, observe, policyFit } from "./policy-fit.ts";
import { RANDOM_ORDERS } from "./random-orders.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
const episodeOf = (members: readonly RequestTrace[], trial = 0) => ({
  trial,
  arm: "treatment" as const,
  members,
  unproven: null,
});
/** Held together, sent in the order of their names, and dispatched in the given one. */
const dispatched = (...workloads: readonly string[]) =>
  workloads.map((workload, place) =>
    traceOf(workload, { sentMs: workload.charCodeAt(0) / 1000, arrivedMs: 1000 + 10 * place }),
  );
const byName: PairPrediction = (a, b) => (a.record.workload < b.record.workload ? -1 : 1);
const modelsOf = (fcfs: PairPrediction, lifo: PairPrediction = () => 0) => [fcfs, lifo];

describe("what is observed", () => {
  test("pairs of different workloads that waited together, in the order in which they were seen", () => {
    const observed = observe(episodeOf(dispatched("c", "a", "b").toReversed(), 4), witness);
    expect(observed).toMatchObject({ trial: 4, arm: "treatment", pairs: 3 });
    expect(observed.order.map(({ record }) => record.workload)).toEqual(["c", "a", "b"]);
    expect([...observed.decided]).toEqual([...[0, 1], ...[0, 2], ...[1, 2]]);
  });

  test("not those of one workload, nor those seen too close together", () => {
    expect(observe(episodeOf(dispatched("a", "a")), witness)).toMatchObject({ pairs: 0, decided: new Uint16Array() });
    const close = [traceOf("a", { arrivedMs: 1000 }), traceOf("b", { arrivedMs: 1000.5 })];
    expect(observe(episodeOf(close), witness)).toMatchObject({ pairs: 1, decided: new Uint16Array() });
  });

  test.each([
    ["one had been answered before the other was sent", 11, 0],
    ["at the same moment", 10, 0],
    ["a moment before", 9.9, 1],
  ])("nor those that did not wait together: %s", (_, sentMs, pairs) => {
    const first = traceOf("a", { sentMs: 0, arrivedMs: 0 });
    const second = traceOf("b", { sentMs, arrivedMs: 50 });
    expect(observe(episodeOf([first, second]), witness).pairs).toBe(pairs);
    expect(observe(episodeOf([second, first]), witness).pairs).toBe(pairs);
  });
});

describe("the fit of a policy", () => {
  const fitOf = (
    orders: readonly (readonly string[])[],
    models: readonly PairPrediction[],
    { random = null as number | null, alikeInLine = false } = {},
  ) => {
    const dice = seededRandom(random ?? 0);
    const observed = orders.map((order) => observe(episodeOf(dispatched(...order)), witness));
    const perEpisode = observed.map((episode) =>
      models.map((predict) => episodeFit({ discipline: null, alikeInLine, predict }, episode)),
    );
    const chances = observed.map((episode, index) =>
      episodeChances(episode, perEpisode[index] ?? [], dice, RANDOM_ORDERS),
    );
    const [fcfs, lifo] = models.map((_, model) => {
      const fit = policyFit(perEpisode.map((fits) => fits[model] as (typeof fits)[number]));
      const own = chances.map((of) => of[model] ?? null).filter((chance) => chance !== null);
      return { ...fit, chance: own.length < observed.length ? null : chanceOfAtLeast(own, fit.agreeing) };
    });
    return { fcfs, lifo } as { fcfs: NonNullable<typeof fcfs>; lifo: NonNullable<typeof lifo> };
  };

  test("adds up over episodes: pairs, and dispatches that passed over somebody", () => {
    const { fcfs, lifo } = fitOf(
      [
        ["a", "b", "c"],
        ["c", "a", "b"],
      ],
      modelsOf(byName),
    );
    expect(fcfs).toMatchObject({
      ...{ decisivePairs: 6, agreeing: 4, inversions: 2, verdict: "undecided" },
      // a and b in the first, a in the second; c passed over both.
      ...{ rightDispatches: 3, wrongDispatches: 1 },
    });
    expect(fcfs.tau).toBeCloseTo(1 / 3, 12);
    expect(lifo).toMatchObject({ decisivePairs: 0, agreeing: 0, tau: null, verdict: "undecided" });
  });

  test("a dispatch that is right about one and wrong about another is wrong", () => {
    expect(fitOf([["b", "a", "c"]], modelsOf(byName)).fcfs).toMatchObject({ rightDispatches: 1, wrongDispatches: 1 });
  });

  const alphabet = [..."abcdefghijkl"];
  test("one that predicts all explains, one that predicts the opposite is refuted, one that is rarely sure is neither", () => {
    const { fcfs, lifo } = fitOf(
      [alphabet],
      modelsOf(byName, (a, b) => byName(b, a)),
    );
    expect(fcfs).toMatchObject({ decisivePairs: 66, agreeing: 66, tau: 1, verdict: "explains" });
    expect(lifo).toMatchObject({ agreeing: 0, inversions: 66, tau: -1, verdict: "refuted" });
    const sureOfNine = modelsOf((a, b) => (a.record.workload === "a" && b.record.workload < "k" ? byName(a, b) : 0));
    expect(fitOf([alphabet], sureOfNine).fcfs).toMatchObject({ decisivePairs: 9, agreeing: 9, verdict: "undecided" });
    const sureOfTen = modelsOf((a, b) => (a.record.workload === "a" && b.record.workload < "l" ? byName(a, b) : 0));
    expect(fitOf([alphabet], sureOfTen).fcfs).toMatchObject({ decisivePairs: 10, verdict: "explains" });
  });

  test("one that is right about 96 % of pairs explains nothing if it passes over somebody at most dispatches", () => {
    // Each letter goes just before the one that should have gone before it: few pairs, half of all dispatches.
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    const swapped = letters.map((_, index) => letters[index ^ 1] as string);
    const { fcfs } = fitOf([swapped, swapped], modelsOf(byName));
    expect(fcfs.agreeing / fcfs.decisivePairs).toBeGreaterThan(0.95);
    expect(fcfs).toMatchObject({ wrongDispatches: 26, verdict: "undecided" });
  });

  test("the chance of a random order: of those that agree with most pairs only, and over all episodes", () => {
    const three = ["a", "b", "c"];
    const both = modelsOf(byName, (a, b) => byName(b, a));
    expect(fitOf([three], both, { random: 1 }).fcfs.chance).toBeCloseTo(1 / 6, 1);
    expect(fitOf([three], both, { random: 1 }).lifo.chance).toBeNull();
    expect(fitOf([three, three], both, { random: 1 }).fcfs.chance).toBeCloseTo(1 / 36, 1);
    expect(fitOf([three, three.toReversed()], both, { random: 1 }).fcfs.chance).toBeNull();
  });

  test("policies that predict the same have the same chance, from the same draws; others their own", () => {
    const same = fitOf([["a", "b", "c", "d"]], modelsOf(byName, byName), { random: 5 });
    expect(same.fcfs.chance).toBe(same.lifo.chance);
    const first: PairPrediction = (a, b) => (a.record.workload === "a" || b.record.workload === "a" ? byName(a, b) : 0);
    const { fcfs, lifo } = fitOf([["a", "b", "c", "d"]], modelsOf(byName, first), { random: 5 });
    expect(fcfs.chance).toBeCloseTo(1 / 24, 1);
    expect(lifo.chance).toBeCloseTo(1 / 4, 1);
  });
});
