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
  ])("%s is none", (_, line, unknownLines) => {
    expect(readAmongOthers(line)).toMatchObject({ kinds: [], unknownLines });
  });
});
