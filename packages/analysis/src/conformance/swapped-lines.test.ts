import { DEFAULT_ROUTER_PARAMETERS, type FlowEvent, type FlowEventOf } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rebuildRegistry as rebuildRegistryBy } from "./registry-rebuild.ts";

const rebuildRegistry = (events: readonly FlowEvent[]) => rebuildRegistryBy(events, DEFAULT_ROUTER_PARAMETERS);

interface Router {
  readonly alpha?: number;
  readonly firstAverage?: (waitSeconds: number) => number;
  /** What it logs: of the true rate, of the total, of the requests that are active after the n-th end. */
  readonly rate?: (perSecond: number) => number;
  readonly total?: (total: number) => number;
  readonly leaksAt?: number;
  /** Updates two averages at once from the same one before. */
  readonly losesUpdateAt?: number;
}

const REQUESTS = 30;
// Requests come in pairs, wait together and leave together, as from a gate: lines of all kinds stand close by each other.
const cameMs = (index: number) => 400 * Math.floor(index / 2) + (index % 2) * 2;
const waitMs = (index: number) => 37 + ((index * 7919) % 211);

/** The log of a router with one workload whose lines stand in the order of what they tell of. */
function logOf({ alpha = 0.2, firstAverage = (wait) => wait, ...router }: Router = {}): FlowEvent[] {
  const state = { active: 0, total: 0, ema: 0, before: 0, waits: 0, ended: 0 };
  const update = (waitSeconds: number) => {
    const from = state.waits === router.losesUpdateAt ? state.before : state.ema;
    state.before = state.ema;
    state.ema = state.waits === 0 ? firstAverage(waitSeconds) : alpha * waitSeconds + (1 - alpha) * from;
    state.waits += 1;
  };
  const moments = Array.from({ length: REQUESTS }, (_, index) => {
    const leftMs = cameMs(index) + waitMs(index);
    return [
      { atMs: cameMs(index), index, kinds: ["active-incremented", "score-computed"] as const },
      { atMs: leftMs, index, kinds: ["score-computed", "wait-recorded"] as const },
      { atMs: leftMs + 1, index, kinds: ["active-decremented"] as const },
    ];
  }).flat();
  const steps = moments
    .sort((a, b) => a.atMs - b.atMs)
    .flatMap(({ atMs, index, kinds }) => kinds.map((kind, nth) => ({ atMs: atMs + nth * 0.1, index, kind })));
  return numbered(
    steps.map(({ atMs, index, kind }): FlowEvent => {
      if (kind === "active-incremented") state.active += 1;
      if (kind === "active-incremented") state.total += 1;
      if (kind === "wait-recorded") update(waitMs(index) / 1000);
      if (kind === "active-decremented") {
        state.ended += 1;
        if (state.ended !== router.leaksAt) state.active -= 1;
      }
      const rate = atMs === 0 ? 0 : (state.total * 1000) / atMs;
      return {
        ...{
          event: kind,
          source: null,
          atMs: 1_800_000_000_000.25 + atMs,
          seq: null,
          requestId: null,
          workloadId: "w",
        },
        ...{
          active: state.active,
          total: (router.total ?? Number)(state.total),
          ratePerSecond: (router.rate ?? Number)(rate),
        },
        ...{ waitSeconds: waitMs(index) / 1000, emaSeconds: state.ema },
      } as unknown as FlowEvent;
    }),
  );
}

function numbered(events: readonly FlowEvent[]): FlowEvent[] {
  return events.map((event, index) => ({ ...event, line: index + 1 }));
}

/** Each line is on its way for another while. */
function shuffled(events: readonly FlowEvent[], delaysMs: readonly number[]): FlowEvent[] {
  const written = events.map((event, index) => ({
    event,
    atMs: (event.atMs ?? 0) + (delaysMs[index % delaysMs.length] ?? 0),
  }));
  return numbered(written.sort((a, b) => a.atMs - b.atMs).map(({ event }) => event));
}

const delays = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 5, maxLength: 40 });
const sound = logOf();
const withoutTimes = (events: readonly FlowEvent[]) => events.map((event) => ({ ...event, atMs: null }));

function expectSound(events: readonly FlowEvent[]): void {
  const { differences, linesSwapped, stillActive, alpha, examples } = rebuildRegistry(events);
  expect({
    differs: differences > 0 && !linesSwapped,
    stillActive,
    alpha,
    examples: linesSwapped ? [] : examples,
  }).toEqual({
    ...{ differs: false, stillActive: 0, alpha: null, examples: [] },
  });
}

describe("a sound router whose lines have no numbers", () => {
  test("in order: nothing differs", () => {
    expect(rebuildRegistry(sound)).toMatchObject({ differences: 0, linesSwapped: false, stillActive: 0 });
  });

  test.each(sound.slice(1).map((event, index) => [index, sound[index]?.event, event.event] as const))(
    "line %i, %s, behind %s, which it stood before",
    (at) => {
      const swapped = [...sound];
      swapped.splice(at, 2, sound[at + 1] as FlowEvent, sound[at] as FlowEvent);
      expectSound(numbered(swapped));
      expectSound(withoutTimes(numbered(swapped)));
    },
  );

  test("a request that came and went within a few ms, its lines the other way round", () => {
    const [came, wait, ended] = [
      { ...sound[0], active: 1, total: 1, ratePerSecond: 0 },
      { ...sound[0], event: "wait-recorded", waitSeconds: 0.001, emaSeconds: 0.001 },
      { ...sound[0], event: "active-decremented", active: 0, total: 1, ratePerSecond: 0 },
    ] as unknown as [FlowEvent, FlowEvent, FlowEvent];
    expectSound(numbered([ended, wait, came]));
    expect(rebuildRegistry(numbered([ended, wait, came])).compared).toBe(5);
  });

  test("two waits exchanged: no smoothing factor is made of them", () => {
    const waits = sound.filter(({ event }) => event === "wait-recorded");
    const [first, second] = waits as [FlowEvent, FlowEvent];
    const rebuilt = rebuildRegistry(numbered([sound[0] as FlowEvent, second, first]));
    expect(rebuilt).toMatchObject({ linesSwapped: true, alpha: null });
  });

  test("all lines on their way for up to 3 ms", () => {
    fc.assert(
      fc.property(delays, (delaysMs) => expectSound(shuffled(sound, delaysMs))),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe("what no other order of the lines makes right", () => {
  const late = (event: FlowEvent) => ({ ...event, atMs: (event.atMs ?? 0) + 120_000 });
  const faulty: readonly (readonly [string, readonly FlowEvent[]])[] = [
    ["rates twice as high", logOf({ rate: (rate) => 2 * rate })],
    ["totals twice as high", logOf({ total: (total) => 2 * total })],
    ["a request that stays active", logOf({ leaksAt: 7 })],
    ["another smoothing factor", logOf({ alpha: 0.5 })],
    ["an average that is the last wait alone", logOf({ alpha: 1 })],
    ["an average that starts at 0", logOf({ firstAverage: (wait) => 0.2 * wait })],
    ["an update of the average that is lost", logOf({ losesUpdateAt: 9 })],
    [
      "averages that begin anew",
      [
        ...sound,
        ...logOf()
          .map(late)
          .filter(({ event }) => event === "wait-recorded"),
      ],
    ],
    [
      "a window that does not end",
      [...sound.slice(0, -1), { ...late(sound.at(-1) as FlowEvent), ratePerSecond: REQUESTS / 130 } as FlowEvent],
    ],
    [
      "a score with an average of long ago",
      sound.with(100, {
        ...(sound[100] as FlowEventOf<"score-computed">),
        event: "score-computed",
        emaSeconds: 0.0371,
      }),
    ],
    [
      "a rate of a count of long ago",
      sound.with(-1, { ...(sound.at(-1) as FlowEventOf<"active-decremented">), ratePerSecond: 3 }),
    ],
  ];

  test.each(faulty)("%s", (_, events) => {
    const inOrder = rebuildRegistry(numbered(events));
    expect(inOrder.differences).toBeGreaterThan(0);
    expect(inOrder.linesSwapped).toBe(false);
    fc.assert(
      fc.property(delays, (delaysMs) => {
        expect(rebuildRegistry(shuffled(events, delaysMs)).linesSwapped).toBe(false);
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  test("numbered lines, whose order is known", () => {
    const events = sound.map((event, index) => ({ ...event, seq: index }) as FlowEvent);
    const at = events.findIndex(({ event }, index) => index > 40 && event === "wait-recorded");
    events.splice(at - 1, 2, events[at] as FlowEvent, events[at - 1] as FlowEvent);
    expect(rebuildRegistry(numbered(events))).toMatchObject({ linesSwapped: false, differences: 1 });
  });

  test("a rate of another count on a numbered line", () => {
    const at = sound.findIndex(({ event, line }) => line > 60 && event === "active-incremented");
    const rate = (sound[at + 3] as FlowEventOf<"score-computed">).ratePerSecond;
    const events = sound.with(at + 1, { ...(sound[at + 1] as FlowEventOf<"score-computed">), ratePerSecond: rate });
    expect(rebuildRegistry(events)).toMatchObject({ differences: 1, linesSwapped: true });
    const numberedBySeq = events.map((event, index) => ({ ...event, seq: index }));
    expect(rebuildRegistry(numberedBySeq)).toMatchObject({ differences: 1, linesSwapped: false });
  });
});
