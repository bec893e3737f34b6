import { DEFAULT_ROUTER_PARAMETERS, type FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { lines, logOf, waits } from "./registry.test-data.ts";
import { rebuildRegistry as rebuildRegistryBy } from "./registry-rebuild.ts";

const rebuildRegistry = (events: readonly FlowEvent[], options?: Parameters<typeof rebuildRegistryBy>[2]) =>
  rebuildRegistryBy(events, DEFAULT_ROUTER_PARAMETERS, options);

describe("a sound router", () => {
  test.each([
    ["times to the nanosecond", 0],
    ["times in whole milliseconds", 1],
    ["times in hundredths of a second", 10],
    ["times in tenths of a second", 100],
    ["times in whole seconds, as the console encoder writes them", 1000],
  ])("%s: no difference", (_, resolutionMs) => {
    const { compared, differences, examples, stillActive, alpha } = rebuildRegistry(logOf(waits, { resolutionMs }));
    expect({ differences, examples, stillActive, alpha }).toEqual({
      differences: 0,
      examples: [],
      stillActive: 0,
      alpha: null,
    });
    expect(compared).toBeGreaterThan(50);
  });

  test("a line without a time does not hide that all others are in whole seconds", () => {
    const started: FlowEvent = { event: "started", line: 0, source: null, atMs: null, seq: null, text: "" };
    expect(rebuildRegistry([started, ...logOf(waits, { resolutionMs: 1000 })]).differences).toBe(0);
    // Nor does one of another writer, which tells its own more finely.
    const finer = { ...started, atMs: 1_800_000_000_000.25 };
    expect(rebuildRegistry([finer, ...logOf(waits, { resolutionMs: 1000 })]).differences).toBe(0);
  });

  test("waits that are what the average is already say nothing of the smoothing factor", () => {
    expect(rebuildRegistry(logOf([100, 100, 100])).alpha).toBeNull();
  });

  test("a machine that stalls between a rate and its line is no difference: the log has a gap there", () => {
    const events = logOf(waits).map((event) => (event.line < 12 ? event : { ...event, atMs: (event.atMs ?? 0) + 400 }));
    const stalled = events.map((event) =>
      event.line > 12 && "ratePerSecond" in event && event.ratePerSecond !== null
        ? { ...event, ratePerSecond: rateOf(events, event) }
        : event,
    );
    expect(rebuildRegistry(stalled).differences).toBe(0);
  });

  const rateOf = (events: readonly FlowEvent[], { atMs, line }: FlowEvent) => {
    const came = events.filter(({ event, line: at }) => event === "active-incremented" && at <= line);
    return (came.length * 1000) / ((atMs ?? 0) - (events[0]?.atMs ?? 0));
  };

  test("one that starts anew has forgotten everything, and is judged from there", () => {
    const started: FlowEvent = { event: "started", line: 100, source: null, atMs: null, seq: null, text: "" };
    const cut = logOf(waits).slice(0, 10);
    expect(rebuildRegistry([...cut, started, ...logOf(waits)])).toMatchObject({ differences: 0, stillActive: 0 });
    expect(rebuildRegistry([...cut, ...logOf(waits)]).differences).toBeGreaterThan(0);
  });

  test("two of them, each with a registry of its own", () => {
    const [a, b] = ["pod-a", "pod-b"].map((source) => logOf(waits).map((event) => ({ ...event, source })));
    const mixed = (a ?? []).flatMap((event, index) => [event, (b ?? [])[index] as FlowEvent]);
    expect(rebuildRegistry(mixed).differences).toBe(0);
  });

  test("a window that is over: the rate is 0, and the next request begins another", () => {
    const late = logOf([5, 250, 40]).map((event) => ({
      ...event,
      line: event.line + 50,
      atMs: (event.atMs ?? 0) + 61_000,
      ...("total" in event ? { total: (event.total ?? 0) + waits.length } : {}),
      ...("emaSeconds" in event ? { emaSeconds: 0.1, waitSeconds: 0.1 } : {}),
    }));
    const first = late.flatMap((event) => (event.event === "wait-recorded" ? [] : [event]));
    expect(rebuildRegistry([...logOf(waits), ...first])).toMatchObject({ differences: 0, stillActive: 0 });
  });
});

describe("lines that nobody numbered", () => {
  const exchanged = (events: readonly FlowEvent[], at: number) =>
    events.with(at, events[at + 1] as FlowEvent).with(at + 1, events[at] as FlowEvent);
  const two = lines(
    { event: "active-incremented", active: 1, total: 1 },
    { event: "active-incremented", active: 2, total: 2 },
    { event: "active-decremented", active: 1, total: 2 },
    { event: "active-decremented", active: 0, total: 2 },
  );
  const ofOther = (events: readonly FlowEvent[]) => events.map((event) => ({ ...event, workloadId: "v" }) as FlowEvent);
  test("may stand in another order than they were counted in", () => {
    expect(rebuildRegistry(two)).toMatchObject({ differences: 0, linesSwapped: false });
    const swapped = rebuildRegistry(exchanged(two, 0));
    expect(swapped.differences).toBeGreaterThan(0);
    expect(swapped.linesSwapped).toBe(true);
  });

  test.each([
    ["numbered lines", exchanged(two, 0).map((event, index) => ({ ...event, seq: index }))],
    ["a decrement that is lost", two.with(2, { ...two[2], active: 2 } as FlowEvent)],
    ["another workload's rate", [...exchanged(two, 0), ...ofOther(logOf(waits, { rate: () => 7 }))]],
    ["an average wait that is wrong as well", [...exchanged(two, 0), ...ofOther(logOf(waits, { alpha: 0.5 }))]],
  ])("that is no excuse for %s", (_, events) => {
    const { differences, linesSwapped } = rebuildRegistry(events);
    expect(differences).toBeGreaterThan(0);
    expect(linesSwapped).toBe(false);
  });
});

describe("a log that begins in the middle", () => {
  const middle = logOf(waits).slice(7);
  test("is judged from each workload's first line on", () => {
    expect(rebuildRegistry(middle).differences).toBeGreaterThan(0);
    const { compared, differences, stillActive } = rebuildRegistry(middle, { beginsWithLog: false });
    expect({ differences, stillActive }).toEqual({ differences: 0, stillActive: 0 });
    expect(compared).toBeGreaterThan(20);
  });

  test("and still shows a count that is lost later", () => {
    const { differences } = rebuildRegistry(logOf(waits, { loseDecrement: 8 }).slice(7), { beginsWithLog: false });
    expect(differences).toBeGreaterThan(0);
  });

  test("but a workload that begins in it is known from its start", () => {
    const whole = rebuildRegistry(logOf(waits), { beginsWithLog: false });
    expect(whole.compared).toBe(rebuildRegistry(logOf(waits)).compared);
  });
});

describe("an unsound one", () => {
  test("a lost decrement: the first line at which they diverge, and every later one", () => {
    const { differences, examples } = rebuildRegistry(logOf(waits, { loseDecrement: 4 }));
    const fourth = logOf(waits).filter(({ event }) => event === "active-decremented")[3];
    expect(examples[0]).toMatch(new RegExp(`^line ${fourth?.line}: active requests of w is \\d, the events give \\d$`));
    expect(differences).toBeGreaterThan(5);
  });

  test("decrements that never come: still active", () => {
    const events = logOf(waits).filter(({ event }) => event !== "active-decremented");
    expect(rebuildRegistry(events).stillActive).toBe(1);
  });

  test.each([0.5, 0.1, 1])("a smoothing factor of %d is inferred", (alpha) => {
    const rebuilt = rebuildRegistry(logOf(waits, { alpha }));
    expect(rebuilt.differences).toBe(waits.length - 1);
    expect(rebuilt.alpha).toBeCloseTo(alpha, 6);
  });

  test("an average that does not hold the wait that was just recorded", () => {
    const { differences, examples } = rebuildRegistry(logOf(waits, { emaAtDispatch: false }));
    expect(differences).toBe(waits.length);
    expect(examples[0]).toMatch(/average wait of w \(s\) is 0, the events give 0\.005/);
  });

  test.each([
    ["a count over 60 s instead of over the window's age", ({ count }: { count: number }) => count / 60],
    ["the rate of the last request alone", ({ ageMs }: { ageMs: number }) => 1000 / ((ageMs % 100) + 1)],
    [
      "a rate that leaves out the request itself",
      ({ count, ageMs }: { count: number; ageMs: number }) => ((count - 1) * 1000) / Math.max(1, ageMs),
    ],
    ["no rate at all", () => 0],
  ])("%s", (_, rate) => {
    const { differences, examples } = rebuildRegistry(logOf(waits, { rate }));
    expect(differences).toBeGreaterThan(5);
    expect(examples[0]).toMatch(/request rate of w \(1\/s\) is [\d.]+, the events give [\d.]+/);
  });

  test("a window that never ends", () => {
    const events = logOf(waits);
    const last = events.at(-1) as Extract<FlowEvent, { event: "active-decremented" }>;
    const late = { ...last, atMs: (last.atMs ?? 0) + 70_000, ratePerSecond: (waits.length * 1000) / 71_000 };
    const { examples } = rebuildRegistry([...events.slice(0, -1), late]);
    expect(examples[0]).toMatch(/the events give 0$/);
  });

  test("a wait in a score that is not the average", () => {
    const score = (emaSeconds: number): FlowEvent => ({
      ...{ event: "score-computed", line: 90, source: null, atMs: null, seq: null, requestId: "r9", workloadId: "w" },
      ...{ stage: "dispatch", criticality: 3, emaSeconds, ratePerSecond: 1, score: 0 },
      ...{ normalizedWait: null, normalizedCriticality: null, normalizedRate: null },
    });
    const events = logOf(waits);
    const average = events.flatMap((event) => (event.event === "wait-recorded" ? [event.emaSeconds] : [])).at(-1) ?? 0;
    expect(rebuildRegistry([...events, score(average)]).differences).toBe(0);
    expect(rebuildRegistry([...events, score(average + 0.1)]).examples[0]).toMatch(/average wait of w in its score/);
  });
});

describe("with constants that were declared", () => {
  const declared = { ...DEFAULT_ROUTER_PARAMETERS, emaAlpha: 0.5, rateWindowSeconds: 0.5 };
  // A window of 0.5 s: the sixth request, 500 ms after the first, is in it, the seventh begins another.
  const rate = ({ count, ageMs }: { count: number; ageMs: number }) => {
    const [requests, sinceMs] = count <= 6 ? [count, ageMs] : [count - 6, ageMs - 600];
    return sinceMs <= 0 || sinceMs > 500 ? 0 : (requests * 1000) / sinceMs;
  };

  test("they are what the log is held to", () => {
    const events = logOf(waits, { alpha: 0.5, rate });
    expect(rebuildRegistryBy(events, declared)).toMatchObject({ differences: 0, alpha: null });
    expect(rebuildRegistryBy(logOf(waits), declared).alpha).toBeCloseTo(0.2, 6);
    expect(rebuildRegistry(events).alpha).toBeCloseTo(0.5, 6);
  });
});
