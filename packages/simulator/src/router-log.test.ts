import { expect, test } from "vitest";
import type { LogFormat } from "./log-format.ts";
import { createRouterLog } from "./router-log.ts";

function linesOf(format: LogFormat) {
  const lines: string[] = [];
  const now = () => 0.25;
  const write = createRouterLog({ sink: (line) => lines.push(line), format, verbosity: 2, now, epochMs: 1000 });
  write(0, "Initializing experimental Flow Control layer", { ordering: "workload-aware" });
  write(3, "Request handled", { endpoint: "x" });
  const who = { request_id: "r 1", workload_id: "high" };
  write(2, "[WA-ROUTING] Workload context extracted", { ...who, criticality: 5, source: "header" });
  write(2, "[WA-ROUTING] Workload active decremented", { ...who, active_requests: 0, total_requests: 1 });
  write(2, "[WA-ROUTING] Request dispatched", { ...who, queue_size: 2, dispatch_seq: 7 });
  write(2, "[WA-ROUTING] Workload wait recorded", { ...who, wait_sec: 0.5 });
  return lines;
}

test("zap-json: one object a line", () => {
  const at = { ts: "1970-01-01T00:00:01.000250000Z", logger: "simulator" };
  const who = { request_id: "r 1", workload_id: "high" };
  const point = (msg: string, fields: object) => ({
    ...{ level: "Level(-2)", ...at, msg: `[WA-ROUTING] ${msg}`, ...who, ...fields },
  });
  expect(linesOf("zap-json").map((line) => JSON.parse(line))).toEqual([
    { level: "info", ...at, msg: "Initializing experimental Flow Control layer", ordering: "workload-aware" },
    point("Workload context extracted", { criticality: 5, source: "header", seq: 0 }),
    point("Workload active decremented", { active_requests: 0, total_requests: 1, seq: 1 }),
    point("Request dispatched", { queue_size: 2, dispatch_seq: 7, seq: 2 }),
    point("Workload wait recorded", { wait_sec: 0.5, seq: 3 }),
  ]);
});

test("logfmt: the same fields as pairs, quoted where they must be", () => {
  const head = "time=1970-01-01T00:00:01.000250000Z level=Level(-2)";
  const who = 'request_id="r 1" workload_id=high';
  expect(linesOf("logfmt")).toEqual([
    'time=1970-01-01T00:00:01.000250000Z level=info msg="Initializing experimental Flow Control layer" ordering=workload-aware',
    `${head} msg="[WA-ROUTING] Workload context extracted" ${who} criticality=5 source=header seq=0`,
    `${head} msg="[WA-ROUTING] Workload active decremented" ${who} active_requests=0 total_requests=1 seq=1`,
    `${head} msg="[WA-ROUTING] Request dispatched" ${who} queue_size=2 dispatch_seq=7 seq=2`,
    `${head} msg="[WA-ROUTING] Workload wait recorded" ${who} wait_sec=0.5 seq=3`,
  ]);
});

test("seed: what the document asks for, and nothing else", () => {
  expect(linesOf("seed")).toEqual([
    "Initializing experimental Flow Control layer ordering=workload-aware",
    '[WA-ROUTING] Workload context extracted request_id="r 1" workload_id=high criticality=5',
    "[WA-ROUTING] Workload active decremented workload_id=high active_requests=0 total_requests=1",
    '[WA-ROUTING] Request dispatched request_id="r 1" workload_id=high queue_size=2',
  ]);
});

function logged(fields: Readonly<Record<string, unknown>>): { line: string; fields: Record<string, unknown> } {
  const lines: string[] = [];
  const write = createRouterLog({
    sink: (line) => lines.push(line),
    format: "zap-json",
    verbosity: 2,
    now: () => 0,
    epochMs: 0,
  });
  write(2, "[WA-ROUTING] Request dispatched", fields);
  return { line: lines[0] ?? "", fields: JSON.parse(lines[0] ?? "") };
}

test.each([
  ["plain", "w".repeat(50_000), 50_000],
  ["of wide characters", "日".repeat(10_000), 30_000],
  ["of pairs", `a${"🐙".repeat(10_000)}`, 40_001],
])("an id that is %s, and too long, is cut, and tells its length", (_, id, bytes) => {
  const { line, fields } = logged({ workload_id: id, queue_size: 3 });
  expect(line.length).toBeLessThan(600);
  const [start = "", length] = String(fields.workload_id).split("… ");
  expect(id.startsWith(start)).toBe(true);
  expect(start).not.toMatch(/[\ud800-\udbff]$/);
  expect(length).toBe(`(${bytes} bytes)`);
  expect(fields.queue_size).toBe(3);
});

test("an id of 256 characters stays whole", () => {
  expect(logged({ workload_id: "w".repeat(256) }).fields.workload_id).toBe("w".repeat(256));
});
