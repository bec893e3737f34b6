import { priorityScore } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRouterLogParser } from "./router-log-parser.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function parse(text: string) {
  const parser = createRouterLogParser();
  return { events: [...parser.push(bytes(text)), ...parser.end()], counts: parser.counts() };
}

const score = priorityScore({ criticality: 5, emaSeconds: 0.5, ratePerSecond: 1.2 }).score;
const fields = { workload_id: "high", criticality: 5, avg_wait_time_sec: 0.5, request_rate: 1.2, final_score: score };
const json = (message: string, more: object) =>
  JSON.stringify({ level: "Level(-2)", ts: "2026-11-23T20:00:00.123456789Z", logger: "x", msg: message, ...more });

describe("one score line in every dialect", () => {
  const pairs = Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  test.each([
    ["json", json("[WA-ROUTING] Priority score computed", fields)],
    [
      "json",
      JSON.stringify({ level: "debug", ts: 1795464000.25, msg: "[WA-ROUTING] Priority score computed", ...fields }),
    ],
    ["key-value", `[WA-ROUTING] Priority score computed ${pairs}`],
    ["klog", `I1123 20:00:00 epp.go:1] "[WA-ROUTING] Priority score computed" ${pairs}`.replaceAll('"', "")],
    ["klog", `I1123 20:00:00.000000 1 epp.go:1] "[WA-ROUTING] Priority score computed" ${pairs}`],
    ["key-value", `time=2026-11-23T20:00:00Z level=INFO msg="[WA-ROUTING] Priority score computed" ${pairs}`],
    ["key-value", `[WA-ROUTING] Priority score computed: ${pairs.replaceAll(" ", ", ")}`],
    ["key-value", `2026-11-23T20:00:00.1Z [WA-ROUTING] Priority score computed ${pairs.replace("high", '"high"')}`],
    [
      "console",
      `2026-11-23T20:00:00.1Z\tLevel(-2)\tflow\tx.go:1\t[WA-ROUTING] Priority score computed\t${JSON.stringify(fields)}`,
    ],
    ["json", `[pod/epp-1/epp] 2026-11-23T20:00:00.1Z ${json("[WA-ROUTING] priority score computed", fields)}`],
    ["json", `\u001b[36m${json("[WA-ROUTING] Priority score computed", fields)}\u001b[0m\r`],
  ])("%s: %s", (form, line) => {
    const { events, counts } = parse(`${line}\n`);
    expect(events).toMatchObject([
      { event: "score-computed", workloadId: "high", criticality: 5, emaSeconds: 0.5, ratePerSecond: 1.2, score },
    ]);
    expect(counts).toMatchObject({ forms: [{ form, lines: 1 }], damagedLines: 0, markedLines: 1, lines: 1 });
  });
});

test("the time of a line in logfmt is its own", () => {
  const line = 'time=2026-11-23T20:00:00.5Z level=INFO msg="[WA-ROUTING] Request dispatched" request_id="a b" seq=3';
  expect(parse(line).events).toMatchObject([{ atMs: Date.UTC(2026, 10, 23, 20) + 500, requestId: "a b", seq: 3 }]);
});

test("lines that lack what their message promises are counted by what they lack; those that name only a workload do not", () => {
  const { events, counts } = parse(
    [
      "[WA-ROUTING] Request dispatched queue_size=1",
      "[WA-ROUTING] Request dispatched workload_id=w",
      "[WA-ROUTING] Workload active incremented active_requests=1",
      "[WA-ROUTING] Request dispatched queue_size=0",
      "[WA-ROUTING] Workload context extracted workload_id=w criticality=5",
      "[WA-ROUTING] Somebody else's line",
    ].join("\n"),
  );
  expect(events.map(({ event, line }) => [event, line])).toEqual([
    ["dispatched", 2],
    ["context-extracted", 5],
  ]);
  expect(counts.damagedLines).toBe(4);
  expect(counts.damage).toEqual([
    { message: "Request dispatched", lacks: ["request_id"], lines: 2, firstLine: 1 },
    { message: "Workload active incremented", lacks: ["workload_id"], lines: 1, firstLine: 3 },
    { message: "Somebody else's line", lacks: [], lines: 1, firstLine: 6 },
  ]);
});

test("times keep what their line says", () => {
  const { events } = parse(
    `${json("[WA-ROUTING] Request dispatched", { request_id: "a", dispatch_seq: 3, seq: 9 })}\n`,
  );
  expect(events[0]?.atMs).toBeCloseTo(Date.UTC(2026, 10, 23, 20) + 123.456789, 3);
  expect(events[0]).toMatchObject({ seq: 9, dispatchSequence: 3 });
});

test.each([
  "2026/11/23 20:00:00 INFO epp: [WA-ROUTING] Request dispatched request_id=r1 dispatch_seq=4",
  "[2026-11-23 20:00:00.123][12][info][wasm] [x.cc:12] wasm log epp: [WA-ROUTING] Request dispatched request_id=r1 dispatch_seq=4",
  '{"level":"info","msg":"epp: [WA-ROUTING] Request dispatched","request_id":"r1","dispatch_seq":4}',
])("what a logger puts before the marker is none of the message: %s", (line) => {
  const { events, counts } = parse(`${line}\n`);
  expect(events).toMatchObject([{ event: "dispatched", requestId: "r1", dispatchSequence: 4 }]);
  expect(counts.damagedLines).toBe(0);
});

test("the prototype's wording and names", () => {
  const line = json("[WA-ROUTING] request dispatched", {
    "x-request-id": "r1",
    workloadID: "w",
    dispatchSeq: 4,
    queueSize: 2,
  });
  expect(parse(line).events).toMatchObject([
    { event: "dispatched", requestId: "r1", workloadId: "w", dispatchSequence: 4, queueSize: 2 },
  ]);
});

test("the routers' own lines", () => {
  const { events } = parse(
    [
      json("Initializing experimental Flow Control layer", {}),
      json("No associated InferenceObjective found, using default", { "x-request-id": "uuid", objectiveKey: "mine" }),
      json("Item enqueued.", { flowKey: "default-flow:0", reqID: "uuid" }),
      json("Policy's chosen item is saturated; enforcing HoL blocking.", { reqID: "uuid" }),
      json("Policy's chosen item is saturated; enforcing HoL blocking.", { reqID: "uuid" }),
      json("Item dispatched.", { requestID: "uuid" }),
      json("Flow control outcome", { "x-request-id": "uuid", outcome: "Dispatched" }),
      JSON.stringify({
        level: "error",
        ts: "2026-11-23T20:00:00Z",
        msg: "Failed to handle",
        error: "context canceled",
      }),
      "panic: runtime error: index out of range",
      "an ordinary line",
    ].join("\n"),
  );
  expect(events.map(({ event }) => event)).toEqual([
    "started",
    "objective-missing",
    "item-enqueued",
    "head-of-line",
    "item-dispatched",
    "outcome",
    "error",
    "error",
  ]);
});

// As they were written at -v 5: by upstream v1.5.0 while a client went away and another was served, by llm-d-router, and by the
// workload-aware fork.
describe("of the lines about one request", () => {
  const upstream = (level: string, msg: string, more: object) =>
    JSON.stringify({ level, ts: 1795542720.79297, logger: "flow-controller", caller: "x.go:1", msg, ...more });
  const flow = { shardID: "shard-0000", flowKey: "default-flow:0" };
  const gone =
    "inference error: ServiceUnavailable - client disconnected: request evicted from queue: request context cancelled: context canceled";

  test.each([
    ["upstream", upstream("trace", "Item dispatched.", { ...flow, reqID: "r" })],
    ["llm-d-router", upstream("trace", "Item dispatched.", { ...flow, requestID: "r" })],
    ["the fork", json("Item dispatched.", { ...flow, reqID: "r" })],
  ])("%s: Item dispatched is the dispatch", (_, line) => {
    expect(parse(line).events).toMatchObject([{ event: "item-dispatched", requestId: "r" }]);
  });

  test.each([
    ["an outcome", "Flow control outcome", { requestID: "r", outcome: "Dispatched", error: null }, ["outcome"]],
    [
      "the end of an abort",
      "Flow control outcome",
      { requestID: "r", outcome: "EvictedContextCancelled" },
      ["outcome"],
    ],
    ["a request that is handled", "Request handled", { "x-request-id": "r", endpoint: "127.0.0.1:1" }, []],
    ["one that left its queue", "Request removed from queue", { requestID: "r" }, []],
    ["a blocked band", "Priority band is saturated; enforcing HoL blocking.", { priority: 0, saturation: 199.8 }, []],
  ])("%s is none", (_, message, fields, events) => {
    expect(parse(upstream("debug", message, fields)).events.map(({ event }) => event)).toEqual(events);
  });

  test("an abort leaves three error lines, with stack traces, and each says that the client has gone", () => {
    const error = (msg: string, text: string) =>
      upstream("error", msg, {
        "x-request-id": "r",
        error: text,
        stacktrace: "handlers.Process\n\tserver.go:244\npanic",
      });
    const { events, counts } = parse(
      [
        error("Error handling request", gone),
        error("Failed to process request", gone),
        error("Send failed", "rpc error: code = Canceled desc = context canceled"),
      ].join("\n"),
    );
    expect(counts).toMatchObject({ lines: 3, damagedLines: 0 });
    expect(events).toHaveLength(3);
    for (const event of events) {
      expect(event).toMatchObject({
        event: "error",
        requestId: "r",
        text: expect.stringContaining("context canceled"),
      });
    }
  });
});

// Lines that are damaged, hostile, or merely look like evidence. Each has the marker.
const nested = `{"msg":"[WA-ROUTING] Request dispatched","request_id":${"[".repeat(100_000)}`;
const hostile = [
  ...["", "{", "}", "[]", "null", "{}", '{"msg":5}', '{"msg":null}', "\\u0000", '{"msg":"'].map(
    (text) => `${text}[WA-ROUTING]`,
  ),
  ...[
    "Request dispatched",
    "Priority score computed",
    "Workload active incremented",
    "Workload active decremented",
    "Workload context extracted",
    "Request admitted to flow control",
    "Workload wait recorded",
    "Request evicted",
  ].flatMap((message) => [
    json(`[WA-ROUTING] ${message}`, {}),
    json(`[WA-ROUTING] ${message}`, { request_id: null, workload_id: null, criticality: null }),
    json(`[WA-ROUTING] ${message}`, { request_id: {}, workload_id: [], criticality: {} }),
    json(`[WA-ROUTING] ${message}`, {
      request_id: true,
      workload_id: false,
      active_requests: "x",
      criticality: "high",
    }),
    json(`[WA-ROUTING] ${message}`, {
      workload_id: "w",
      final_score: "NaN",
      criticality: "Infinity",
      active_requests: "",
    }),
    json(`[WA-ROUTING] ${message}`, { request_id: "r".repeat(100_000) }).slice(0, -50),
    `[WA-ROUTING] ${message}`,
    `[WA-ROUTING] ${message} =`,
    `[WA-ROUTING] ${message} workload_id= criticality==5`,
    `2026-11-23T20:00:00Z\tINFO\t[WA-ROUTING] ${message}\t{"broken":`,
  ]),
  json("[WA-ROUTING] Something that nobody knows", fields),
  json("[WA-ROUTING]", fields),
  nested,
  "[WA-ROUTING] \u0000\u0001\u0002",
  "[WA-ROUTING] \ud800",
  '[pod/x/y] [WA-ROUTING] {"msg":"[WA-ROUTING] Request dispatched"',
  "[WA-ROUTING][WA-ROUTING][WA-ROUTING]",
  '{"__proto__":{"msg":"[WA-ROUTING] Request dispatched","request_id":"p"}}',
  '{"msg":"[WA-ROUTING] constructor","request_id":"p"}',
  '{"msg":"[WA-ROUTING] toString","request_id":"p"}',
];

test(`${hostile.length} hostile lines: each is counted as damaged, or is an event, and none is fatal or lost`, () => {
  expect(hostile.length).toBeGreaterThanOrEqual(100);
  for (const line of hostile) {
    const { events, counts } = parse(`${line}\n`);
    expect(counts.markedLines, line.slice(0, 80)).toBe(1);
    expect(counts.damagedLines + events.length, line.slice(0, 80)).toBe(1);
  }
});

test("lines that the router says it has lost are added up, and a line that does not say how many is damaged", () => {
  const parser = createRouterLogParser();
  const lost = (fields: object) => parser.push(bytes(`${json("[WA-ROUTING] Log lines lost", fields)}\n`));
  expect([...lost({ lost_lines: 7, first_seq: 4, last_seq: 10 }), ...lost({ lost_lines: 2 })]).toEqual([]);
  expect([parser.lostLines(), parser.counts().damagedLines]).toEqual([9, 0]);
  lost({ lost_lines: "some" });
  expect([parser.lostLines(), parser.counts().damagedLines]).toEqual([9, 1]);
});

test("a line of more than 1 MiB is damaged and skipped, and its neighbours are read", () => {
  const good = json("[WA-ROUTING] Request dispatched", { request_id: "a" });
  const parser = createRouterLogParser();
  const events = [good, "\n", "x".repeat(700_000), "y".repeat(700_000), "\n", good, "\n"].flatMap((part) =>
    parser.push(bytes(part)),
  );
  expect(events.map(({ line }) => line)).toEqual([1, 3]);
  expect(parser.counts()).toMatchObject({ lines: 3, damagedLines: 1 });
});

test("any split into chunks gives the same events, with the same lines", () => {
  const text = [
    json("[WA-ROUTING] Request dispatched", { request_id: "é-ü-日本", seq: 1 }),
    "noise",
    json("Item dispatched.", { reqID: "b" }),
    "",
    json("[WA-ROUTING] Request dispatched", { request_id: "c", seq: 2 }),
  ].join("\n");
  const whole = parse(text);
  const all = bytes(text);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 12 }), (cuts) => {
      const parser = createRouterLogParser();
      const edges = [0, ...cuts.toSorted((a, b) => a - b), all.length];
      const events = edges.slice(1).flatMap((edge, index) => parser.push(all.slice(edges[index], edge)));
      events.push(...parser.end());
      expect(events).toEqual(whole.events);
      expect(parser.counts()).toEqual(whole.counts);
    }),
  );
});

test("no bytes are fatal", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const parser = createRouterLogParser();
      parser.push(noise);
      parser.push(bytes("[WA-ROUTING]"));
      parser.push(noise);
      parser.end();
      expect(parser.counts().lines).toBeGreaterThanOrEqual(1);
    }),
  );
});

test("repeated heads are one event each, also of several routers, and whatever the chunks' class", () => {
  const head = (id: string, second: number, prefix = "") =>
    `${prefix}{"level":"Level(-4)","ts":"2026-11-23T20:00:0${second}Z","msg":"Policy's chosen item is saturated; enforcing HoL blocking.","reqID":"${id}"}\n`;
  const text = [
    head("a", 1),
    head("a", 2),
    head("b", 3),
    head("b", 4, "[pod/one/epp] "),
    head("b", 5),
    head("a", 6),
    head("a", 7).replace('"Level(-4)"', '"error"    '),
    head("a", 8),
  ].join("");
  const heads = (chunks: readonly Uint8Array[]) => {
    const parser = createRouterLogParser();
    return chunks.flatMap((chunk) => parser.push(chunk)).map(({ event, line }) => [event, line]);
  };
  const expected = [
    ["head-of-line", 1],
    ["head-of-line", 3],
    ["head-of-line", 4],
    ["head-of-line", 6],
    ["error", 7],
  ];
  expect(heads([bytes(text)])).toEqual(expected);
  expect(heads([Buffer.from(text)])).toEqual(expected);
});

test("JSON that breaks off at the end of a file is damaged, and the next file is read on", () => {
  const parser = createRouterLogParser("epp-1");
  parser.push(bytes('{"level":"info","ts":"2026-11'));
  parser.end();
  const events = parser.push(bytes(`${json("[WA-ROUTING] Request dispatched", { request_id: "a" })}\n`));
  expect(events).toMatchObject([{ line: 2, source: "epp-1" }]);
  expect(parser.counts()).toMatchObject({ damagedLines: 1, lines: 2 });
});
