import { describe, expect, test } from "vitest";
import { createRouterLogParser } from "./router-log-parser.ts";
import {
  ERROR_LINES,
  type MeantLine,
  WORDS_THAT_ARE_NO_LEVELS,
  WRAPPED_LINES,
  WRITTEN_FORMS,
} from "./written-forms.test-data.ts";

const AT = "2026-11-25T15:28:20.123000Z";
const AT_MS = 1_795_620_500_123;
const marked = (message: string, fields: MeantLine["fields"]): MeantLine => ({
  ...({ level: "debug", at: AT, atMs: AT_MS, message: `[WA-ROUTING] ${message}`, fields } as const),
});
const MEANT: readonly MeantLine[] = [
  { level: "info", at: AT, atMs: AT_MS, message: "Initializing experimental Flow Control layer", fields: {} },
  marked("Workload context extracted", { request_id: "r-1", workload_id: "checkout", criticality: 5 }),
  marked("Priority score computed", {
    ...{ workload_id: "checkout", criticality: 5, avg_wait_time_sec: 0.5, request_rate: 1.2, final_score: 0.4 },
  }),
  {
    level: "debug",
    at: AT,
    atMs: AT_MS,
    message: "Item dispatched.",
    fields: { flowKey: "default-flow:0", reqID: "r-1" },
  },
  { level: "info", at: AT, atMs: AT_MS, message: "Something else", fields: { n: 1 } },
];

function read(text: string) {
  const parser = createRouterLogParser();
  const events = [...parser.push(new TextEncoder().encode(`${text}\n`)), ...parser.end()];
  return {
    events: events.map(({ line: _line, source: _source, atMs: _at, ...said }) => said),
    counts: parser.counts(),
  };
}

const writeAll = (write: (line: MeantLine) => string, wrap: (line: string) => string) =>
  MEANT.map((line) => wrap(write(line))).join("\n");
const wanted = read(writeAll(WRITTEN_FORMS["zap's JSON"] as (line: MeantLine) => string, (line) => line)).events;

test("the lines that are rewritten mean four events", () => {
  expect(wanted.map(({ event }) => event)).toEqual([
    ...["started", "context-extracted", "score-computed", "item-dispatched"],
  ]);
});

describe.each(Object.entries(WRITTEN_FORMS))("%s", (_form, write) => {
  test.each(Object.entries(WRAPPED_LINES))("behind %s: the same events, and every line understood", (_prefix, wrap) => {
    const { events, counts } = read(writeAll(write, wrap));
    expect(events).toEqual(wanted);
    expect(counts).toMatchObject({ unknownLines: 0, damagedLines: 0, markedLines: 2 });
    expect(counts.forms.reduce((sum, { lines }) => sum + lines, 0)).toBe(MEANT.length);
  });
});

describe.each(Object.entries(WRAPPED_LINES))("an error behind %s", (_prefix, wrap) => {
  test.each(ERROR_LINES)("%s", (line) => {
    const noise = Array.from({ length: 200 }, (_, n) => `{"level":"info","ts":"${AT}","msg":"noise ${n}"}`);
    const { events } = read([...noise, line, ...noise].map(wrap).join("\n"));
    expect(events.map(({ event }) => event)).toEqual(["error"]);
  });
});

describe.each([
  ["Go's log", (words: string) => `2026/11/25 15:28:20.123456 ${words} errors=0 error=null`],
  ["Go's log with its file", (words: string) => `2026/11/25 15:28:20 main.go:12: ${words}`],
  ["a time", (words: string) => `2026-11-25T15:28:20.123Z ${words}`],
  ["nothing", (words: string) => words],
  ["logfmt", (words: string) => `ts=${AT} level=info msg=${JSON.stringify(words)} error=null`],
  ["JSON", (words: string) => JSON.stringify({ level: "info", ts: AT, msg: words, error: null, err: "<nil>" })],
  ["JSON without a level", (words: string) => JSON.stringify({ ts: AT, caller: "x.go:1", msg: words, err: null })],
])("words that are no levels, behind %s", (_before, write) => {
  test.each(WORDS_THAT_ARE_NO_LEVELS)("%s", (words) => {
    expect(read(write(words)).events).toEqual([]);
  });
});

test.each([
  ["null", "extract failed"],
  ["<nil>", "extract failed"],
  ["nil", "extract failed"],
  ["None", "extract failed"],
  ['""', "extract failed"],
  ["null err=closed", "extract failed: closed"],
  ["closed", "extract failed: closed"],
])("an error is told without a cause that is none: error=%s", (error, text) => {
  expect(read(`2026/11/25 15:28:20 ERROR: extract failed error=${error}`).events).toMatchObject([
    { event: "error", text },
  ]);
});

test("what a panic leaves belongs to the line before it", () => {
  const trace = [
    "panic: runtime error: index out of range [3] with length 2",
    "",
    "goroutine 42 [running]:",
    "main.(*picker).pick(0xc000123, {0x1, 0x2})",
    "\t/src/picker.go:42 +0x1f",
    "created by net/http.(*Server).Serve in goroutine 1",
    "\t/usr/local/go/src/net/http/server.go:3285 +0x4b4",
    "exit status 2",
  ];
  const { events, counts } = read(trace.join("\n"));
  expect(events).toHaveLength(1);
  expect(counts).toMatchObject({ continuationLines: trace.length - 1, unknownLines: 0 });
});

test("what is in no form that is known is counted by its shape, and quoted once", () => {
  const lines = Array.from({ length: 500 }, (_, n) => `<log level='info' n='${n}'>started worker ${n}</log>`);
  const { counts } = read(lines.join("\n"));
  expect(counts).toMatchObject({ lines: 500, forms: [], unknownLines: 500 });
  expect(counts.unknown).toEqual([{ lines: 500, example: lines[0] }]);
});

test("a form that only looks known is found out", () => {
  const known = `{"level":"info","msg":"read"}`;
  const others = Array.from({ length: 5000 }, (_, n) => `{"zeit":${n},"inhalt":"x"}`);
  const { counts } = read([known, ...others].join("\n"));
  expect(counts.unknownLines).toBeGreaterThan(4800);
});

test.each([
  ["2026-11-25T15:28:20Z", 1000],
  ["2026-11-25T15:28:20.1Z", 100],
  ["2026-11-25T15:28:20.123Z", 1],
  ["2026-11-25T15:28:20.123456789Z", 1e-6],
])("times like %s are told to %s ms", (ts, stepMs) => {
  expect(read(JSON.stringify({ level: "info", ts, msg: "x" })).counts.timeStepMs).toBeCloseTo(stepMs, 9);
});

test.each([
  "2026/11/25 15:28:20.123456 [info] started",
  `{"level":"error","ts":"${AT}","msg":"extract failed"}`,
  `{"level":"info","ts":"${AT}","msg":"Flags processed"}`,
  `{"level":"info","ts":"${AT}","msg":"nothing"}`,
])("the times of a log are told as its events tell them, not as another line does: %s", (line) => {
  const event = `{"level":"info","ts":"2026-11-25T15:28:20Z","msg":"Item dispatched.","reqID":"r"}`;
  expect(read([line, event, line].join("\n")).counts.timeStepMs).toBe(1000);
  expect(read(line).counts.timeStepMs).toBeLessThan(1);
});

test("an error is found however many of its kind came before", () => {
  const klog = Array.from(
    { length: 9 },
    (_, n) => `E1125 15:28:20.12345${n}       1 reflector.go:158] "Unhandled Error" n="${n}"`,
  );
  const { events, counts } = read(klog.join("\n"));
  expect(events).toHaveLength(klog.length);
  expect(counts.forms).toEqual([{ form: "klog", lines: klog.length }]);
});

test.each(Object.entries(WRITTEN_FORMS))("an error is found among many lines of its own form: %s", (_form, write) => {
  const noise = (n: number) => write({ level: "info", at: AT, atMs: AT_MS, message: `noise ${n}`, fields: { n } });
  const error = write({ level: "error", at: AT, atMs: AT_MS, message: "extract failed", fields: { n: 1 } });
  const lines = Array.from({ length: 99 }, (_, n) => (n === 50 || n === 70 ? error : noise(n)));
  expect(read(lines.join("\n")).events.map(({ event }) => event)).toEqual(["error", "error"]);
});
