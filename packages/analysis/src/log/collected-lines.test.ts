import { describe, expect, test } from "vitest";
import { createRouterLogParser } from "./router-log-parser.ts";

const AT = "2026-11-25T15:28:20.123456Z";
const POINT = JSON.stringify({
  ...{ level: "debug", ts: AT, msg: "[WA-ROUTING] Request dispatched" },
  ...{ request_id: "r1", workload_id: "w", queue_size: 3, dispatch_seq: 1 },
});
const ERROR = JSON.stringify({ level: "error", ts: AT, msg: "extract failed", error: "x" });
const USUAL = JSON.stringify({ level: "debug", ts: AT, msg: "nothing of interest", request_id: "r0" });

/** What a log says in which the line stands among many usual ones. */
function readAmongOthers(line: string) {
  const parser = createRouterLogParser();
  const usual = `${USUAL}\n`.repeat(100);
  const events = [...parser.push(new TextEncoder().encode(`${usual}${line}\n${usual}`)), ...parser.end()];
  return { ...parser.counts(), kinds: events.map(({ event }) => event) };
}

describe("lines as tools and collectors hand them on", () => {
  const halves = (line: string, at = 40) => [line.slice(0, at), line.slice(at)] as const;
  const docker = (log: string, more = {}) => JSON.stringify({ log, stream: "stderr", ...more, time: AT });
  test.each<[string, (line: string) => string]>([
    ["journald, short-iso", (line) => `2026-11-25T15:28:20+0000 host epp[123]: ${line}`],
    ["syslog of RFC 5424", (line) => `<11>1 ${AT} host epp 12 - - ${line}`],
    ["syslog of RFC 3164", (line) => `<11>Nov 25 15:28:20 host epp[12]: ${line}`],
    ["logcli", (line) => `2026-11-25T15:28:20Z {app="epp", stream="stderr"} ${line}`],
    ["kail", (line) => `default/epp-1[epp]: ${line}`],
    ["docker service logs", (line) => `epp.1.abc@node1    | ${line}`],
    ["stern over all namespaces", (line) => `ns epp-6f7 epp ${line}`],
    ["CRI, with tags of a runtime", (line) => `${AT} stderr F:x1 ${line}`],
    [
      "CRI in parts, a line of another stream between them",
      (line) => `${AT} stderr P ${halves(line)[0]}\n${AT} stdout F ${USUAL}\n${AT} stderr F ${halves(line)[1]}`,
    ],
    ["a collector that took the line's end off", (line) => docker(line, { kubernetes: { pod_name: "epp" } })],
    ["Fluent Bit's mark of a whole line", (line) => docker(line, { _p: "F" })],
    ["GCP's textPayload", (line) => JSON.stringify({ severity: "INFO", timestamp: AT, textPayload: line })],
    ["a list's comma", (line) => `${line},`],
    ["journald, short-precise", (line) => `Nov 25 15:28:20.123456 node-1 epp[47]: ${line}`],
    ["journald, short-full", (line) => `Wed 2026-11-25 15:28:20 UTC node-1 epp[47]: ${line}`],
    ["journald, short-monotonic", (line) => `[ 1234.567890] node-1 epp[47]: ${line}`],
    ["journald, short-unix", (line) => `1795620500.123456 node-1 epp[47]: ${line}`],
    ["journald's JSON of a line with colours", (line) => JSON.stringify({ MESSAGE: [...Buffer.from(line)] })],
    ["a pod in brackets", (line) => `[epp-7d9f-x2x] ${line}`],
    ["a time in brackets", (line) => `[2026-11-25T15:28:20.123Z] ${line}`],
    ["a table's line", (line) => `   epp │ ${line}`],
    ["grep -Hn", (line) => `logs/router.log:12:${line}`],
    ["a test's output, indented", (line) => `    epp_test.go:12: ${line}`],
    ["go test -json", (line) => JSON.stringify({ Time: AT, Action: "output", Output: `${line}\n` })],
    ["a step's name, and a byte order mark before its first line", (line) => `e2e\tRun\t\uFEFF${AT} ${line}`],
    ["colours that end with the line's rest", (line) => `\u001b[38;5;6m${line}\u001b[K\u001b[0m`],
    ["Loki's answer", (line) => JSON.stringify({ stream: { app: "epp" }, values: [["1795620500123456789", line]] })],
    ["a search's hit", (line) => JSON.stringify({ _source: { message: line, "@timestamp": AT } })],
    ["a record within a record of any name", (line) => JSON.stringify({ json: JSON.parse(line), "@timestamp": AT })],
    [
      "a batch of OpenTelemetry's protocol",
      (line) => JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: line } }] }] }] }),
    ],
  ])("%s", (_, written) => {
    expect(readAmongOthers(written(POINT))).toMatchObject({
      kinds: ["dispatched"],
      markedLines: 1,
      unknownLines: 0,
      damagedLines: 0,
    });
    expect(readAmongOthers(written(ERROR))).toMatchObject({ kinds: ["error"], unknownLines: 0, damagedLines: 0 });
  });
});

test.each<[string, (line: string) => string]>([
  ["a pod in brackets", (line) => `[epp-7d9f-x2x] ${line}`],
  ["a collector's field", (line) => JSON.stringify({ file: "/x.log", message: line, timestamp: AT })],
  ["a field of any name", (line) => JSON.stringify({ labels: {}, line, timestamp: AT })],
  ["journald, short-precise", (line) => `Nov 25 15:28:20.123456 node-1 epp[47]: ${line}`],
])("behind %s text is read as well: klog, zap's console, logfmt", (_, written) => {
  for (const line of [
    'E1125 15:28:20.123456       1 reflector.go:158] "Unhandled Error" err="x"',
    `${AT}\tERROR\tsetup\textract failed`,
    `ts=${AT} level=error msg="extract failed"`,
  ]) {
    expect(readAmongOthers(written(line))).toMatchObject({ kinds: ["error"], unknownLines: 0 });
  }
});

describe("an error whose level no other line of the log has", () => {
  const record = (fields: object) => JSON.stringify({ ts: AT, msg: "boom", ...fields });
  test.each<readonly [string, string]>([
    ...["ERR", "err", "EROR", "CRT", "FTL", "PNC", "E", "EMERG", "ERROR2", "Level(3)", "LEVEL(6)"].map(
      (level) => [`level ${level}`, record({ level })] as const,
    ),
    ["a level that is escaped", `{"level":"\\u0065rror","ts":"${AT}","msg":"boom"}`],
    ["a level with a name", record({ level: { name: "error" } })],
    ["a level in other letters", record({ level_name: "ERROR" })],
    ["ECS, nested, abbreviated", record({ log: { level: "ERR" } })],
    ["GCP's number", record({ severity: 500 })],
    ["OpenTelemetry's number as text", record({ severity_number: "17" })],
    ["OpenTelemetry's number by its name", record({ severity_number: "SEVERITY_NUMBER_ERROR" })],
    ["OpenTelemetry on standard output", `{"Timestamp":"${AT}","Severity":17,"Body":{"Type":"String","Value":"boom"}}`],
    ["zap's development names", `{"L":"ERROR","T":"${AT}","M":"boom"}`],
    ["hclog's", `{"@level":"error","@message":"boom","@timestamp":"${AT}"}`],
    ["Serilog's", `{"@t":"${AT}","@l":"Error","@mt":"boom"}`],
    ["klog's JSON without a cause", '{"ts":1795620500123.456,"caller":"x/y.go:1","msg":"boom"}'],
    ["zerolog on a terminal", '3:04PM ERR boom error="x"'],
    ["a time in words", "Nov 25 15:28:20.123 ERR boom err=x"],
    ["a logger's name before it", "2026-11-25 15:28:20,123 - epp - ERROR - boom"],
    ["a thread's name before it", "15:28:20.123 [main] ERROR c.X - boom"],
    ["brackets behind brackets", "[2026-11-25 15:28:20.123] [epp] [error] boom"],
    ["a table's cells", `${AT},ERROR,boom`],
    ["gRPC's", "E0000 00:00:1795620500.123456      12 server.cc:1] boom"],
    ["a panic that was caught, told at info", record({ level: "info", msg: "http: panic serving 127.0.0.1:1: boom" })],
    ["Go's memory", "runtime: out of memory: cannot allocate 4194304-byte block"],
    ["Rust's", "thread 'main' panicked at src/main.rs:1:2:"],
    ["a shell's", "Segmentation fault (core dumped)"],
  ])("%s", (_, line) => {
    expect(readAmongOthers(line)).toMatchObject({ kinds: ["error"], unknownLines: 0 });
  });
});

describe("errors in forms that are no router's own", () => {
  test.each([
    ["klog's JSON, which has no level", '{"ts":1764084500123.456,"caller":"x.go:1","msg":"boom","err":"x"}'],
    ["klog with a year", "E20261125 15:28:20.123456     1 x.cc:1] boom"],
    ["ECS, nested", `{"@timestamp":"${AT}","log":{"level":"error"},"message":"boom"}`],
    ["names in capitals", `{"Level":"ERROR","Time":"${AT}","Message":"boom"}`],
    ["Python's", "2026-11-25 15:28:20,123 ERROR module boom"],
    ["logrus on a terminal", "\u001b[31mERRO\u001b[0m[0001] boom        error=x"],
    ["a level in brackets", "[ERROR] boom"],
    ["a level and a colon", "FATAL: boom"],
    ["a level in small letters", "error: boom"],
    ["the same with a capital", "Error: unknown flag: --boom"],
    ["the same behind a time", "2026-11-25 15:28:20 panic: boom"],
    ["a level in small letters and brackets", "[12:00:01] [fatal] boom"],
    ["a level in a form of its own", "<log level='error' n='1'>boom</log>"],
    ["a JSON array of one record", `[${ERROR}]`],
    ["the same with others before it", `[${USUAL},${ERROR}]`],
  ])("%s", (_, line) => {
    expect(readAmongOthers(line)).toMatchObject({ kinds: ["error"], unknownLines: 0 });
  });

  test.each([
    ["klog's JSON with a -v", '{"ts":1764084500123.456,"caller":"x.go:1","msg":"fine","v":4,"err":"none"}', 0],
    ["kubectl's own words", "error: unexpected EOF", 1],
    ["a flag that says which lines are written", "started with --log-level=error", 1],
    ["a word that only begins like one", "errors: 0 of 12", 1],
    ["a word that is a subject", "error rate is 0", 1],
    ["a level of its own that is none", "<log level='info' n='1'>error: boom</log>", 1],
    ["a JSON array of usual records", `[${USUAL},${USUAL}]`, 0],
    ["a word in capitals that is no level", "POST /v1/completions", 1],
    ["a level of its own before such a word", "15:28:20.123 [main] INFO c.X - left the state ERROR", 1],
    ["a count by such a name", "retries=3 last=ERROR", 1],
    ["a line that quotes one", JSON.stringify({ level: "info", ts: AT, msg: "said: level=error, ERROR, panic: x" }), 0],
  ])("%s is none", (_, line, unknownLines) => {
    expect(readAmongOthers(line)).toMatchObject({ kinds: [], unknownLines });
  });
});
