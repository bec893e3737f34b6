import { describe, expect, test } from "vitest";
import { z } from "zod";
import { renderPerfetto, type TracedScenario } from "./render-perfetto.ts";
import { type MadeUpOrder, scenarioReportOf } from "./run-report.test-data.ts";

const event = z.strictObject({
  name: z.string(),
  cat: z.string().optional(),
  ph: z.enum(["M", "X", "b", "e", "C", "s", "f"]),
  pid: z.int(),
  tid: z.int().optional(),
  ts: z.int().optional(),
  dur: z.int().min(0).optional(),
  id: z.string().optional(),
  bp: z.literal("e").optional(),
  args: z.record(z.string(), z.unknown()).optional(),
});
const traceSchema = z.strictObject({
  displayTimeUnit: z.literal("ms"),
  metadata: z.looseObject({ trials: z.int(), trialsLeftOut: z.int(), forbiddenOvertakings: z.int(), note: z.string() }),
  traceEvents: z.array(event),
});

const traced = (order: MadeUpOrder, trials = 1): TracedScenario => {
  const { timeline, ranks } = scenarioReportOf(order);
  const timelines = Array.from(
    { length: timeline === null ? 0 : trials },
    (_, trial) => ({ ...timeline, trial }) as never,
  );
  return { scenario: "basic-priority", pass: null, timelines, inversions: ranks?.inversions ?? [] };
};
const read = (text: string) => traceSchema.parse(JSON.parse(text));

describe("a trace is what its format says", () => {
  const { traceEvents } = read(renderPerfetto([traced("fcfs")]));
  const of = (ph: string) => traceEvents.filter((candidate) => candidate.ph === ph);

  test("every span that begins ends, later, in the same thread", () => {
    for (const begin of of("b")) {
      const ends = of("e").filter(
        ({ id, cat, pid, tid }) => id === begin.id && cat === begin.cat && pid === begin.pid && tid === begin.tid,
      );
      expect(ends, begin.name).toHaveLength(1);
      expect(ends[0]?.ts ?? -1).toBeGreaterThanOrEqual(begin.ts ?? 0);
    }
    expect(of("b")).toHaveLength(28);
  });

  test("every process and thread has a name", () => {
    const named = of("M").map(({ name, pid, tid }) => `${name} ${pid} ${tid ?? ""}`);
    for (const { ph, pid, tid } of traceEvents) {
      expect(named).toContain(`process_name ${pid} `);
      if (ph !== "M" && tid !== undefined) expect(named).toContain(`thread_name ${pid} ${tid}`);
    }
  });

  test("every arrow begins and ends inside a slice of its thread", () => {
    const slices = of("X");
    for (const flow of [...of("s"), ...of("f")]) {
      const around = slices.filter(
        ({ pid, tid, ts = 0, dur = 0 }) =>
          pid === flow.pid && tid === flow.tid && ts <= (flow.ts ?? 0) && (flow.ts ?? 0) <= ts + dur,
      );
      expect(around.length).toBeGreaterThan(0);
    }
    expect(of("s")).toHaveLength(36);
    expect(new Set(of("s").map(({ id }) => id))).toEqual(new Set(of("f").map(({ id }) => id)));
  });

  test("counters show what the gauges showed, and nothing where they showed nothing", () => {
    expect(of("C").map(({ name, args }) => [name, args?.value])).toEqual([
      ["queue size", 2],
      ["pool saturation", 1],
      ["queue size", 9],
    ]);
  });
});

test("nothing is forbidden where the rule was kept", () => {
  expect(read(renderPerfetto([traced("workload-aware")])).metadata).toMatchObject({
    trials: 1,
    forbiddenOvertakings: 0,
  });
});

test("a trace is no larger than it may be: the last trials are left out, and it says so", () => {
  const text = renderPerfetto([traced("workload-aware", 50)], 200_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200_000);
  const { metadata } = read(text);
  expect(metadata.trials).toBeGreaterThan(3);
  expect(metadata.trials + metadata.trialsLeftOut).toBe(50);
  expect(metadata.note).toContain("are left out, for want of room");
});

test("a name of others is text", () => {
  const { timeline } = scenarioReportOf("fcfs", (text) => `"},\u202e{"ph":"B"\n${text}`);
  const trace = renderPerfetto([
    { scenario: '"]', pass: "quiet", timelines: timeline === null ? [] : [timeline], inversions: [] },
  ]);
  expect(read(trace).traceEvents.length).toBeGreaterThan(20);
  expect(trace).not.toContain("\u202e");
});
