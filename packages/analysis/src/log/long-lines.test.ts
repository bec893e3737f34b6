import { LOG_POINT_MARKER, LOG_POINTS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { createRouterLogParser } from "./router-log-parser.ts";

const BYTES = 200_000;
// A hundred times what is needed; the square of the length takes ten times this and more.
const MOST_CPU_MS = 3000;

// Clients choose ids, and routers log them: what a line holds is not ours.
test.each([
  "a",
  "a.b-",
  "_",
  "a=",
  'a="',
  'a="\\"',
  'a="b" ',
  "a=b ",
  "\\",
  '"',
  "{",
  '{"a":',
  "\t",
  "\t{",
  "[",
  "\u001b[",
  "\u001b[1;",
  "[pod/",
  "2026-01-01T00:00:00Z ",
  "1",
  ": ",
  "é",
])("a line of 200 kB of %j costs no more than its length", (piece) => {
  const long = piece.repeat(BYTES / piece.length);
  const before = process.cpuUsage();
  for (const line of [
    `${LOG_POINT_MARKER} ${LOG_POINTS.dispatched} request_id=${long}`,
    `${long} ${LOG_POINT_MARKER} ${LOG_POINTS.dispatched}`,
    `error\tERROR\t${long}`,
    `${long}level=error`,
    JSON.stringify({ level: "error", msg: `${LOG_POINT_MARKER} ${LOG_POINTS.dispatched}`, request_id: long }),
  ]) {
    const parser = createRouterLogParser();
    parser.push(Buffer.from(`${line}\n`));
    parser.end();
    expect(parser.counts().lines).toBe(1);
  }
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(MOST_CPU_MS);
});
