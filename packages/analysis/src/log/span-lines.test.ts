import { expect, test } from "vitest";
import { createRouterLogParser } from "./router-log-parser.ts";

const SPAN = [
  "{",
  '\t"Name": "gateway.request",',
  '\t"SpanContext": {',
  '\t\t"TraceID": "de223566e161891d10fdac4dde67ec84",',
  '\t\t"Remote": false',
  "\t},",
  '\t"Events": [',
  "\t\t{",
  '\t\t\t"Name": "error"',
  "\t\t}",
  "\t],",
  '\t"Attributes": null',
  "}",
];
const ERROR = '{"level":"error","ts":"2026-11-26T12:00:00.1Z","msg":"no such endpoint"}';

function read(...lines: readonly string[]) {
  const parser = createRouterLogParser();
  const events = parser.push(Buffer.from(lines.map((line) => `${line}\n`).join("")));
  return { events: [...events, ...parser.end()], counts: parser.counts() };
}

test("a log of spans alone is one in which nothing was written", () => {
  const { events, counts } = read(...SPAN, ...SPAN);
  expect(events).toEqual([]);
  expect(counts).toMatchObject({ lines: 0, unknownLines: 0, damagedLines: 0 });
});

test.each([
  ["between two spans", [...SPAN, ERROR, ...SPAN]],
  ["within one: the two streams of a container come together", [...SPAN.slice(0, 4), ERROR, ...SPAN.slice(4)]],
])("a line of the log is read, %s", (_, lines) => {
  const { events, counts } = read(...lines);
  expect(events).toMatchObject([{ event: "error", text: "no such endpoint", line: lines.indexOf(ERROR) + 1 }]);
  expect(counts).toMatchObject({ lines: 1, unknownLines: 0 });
});

test.each([
  ["that follows one", [...SPAN, "who knows"]],
  ["that stands within one", [...SPAN.slice(0, 4), "who knows", ...SPAN.slice(4)]],
  ["that is set in, of no span", ['\t"Name": "gateway.request"']],
])("what is in no form stays so: a line %s", (_, lines) => {
  expect(read(...lines).counts).toMatchObject({ lines: 1, unknownLines: 1 });
});

test("through a runtime's prefix, and to the log's end where one breaks off", () => {
  const cri = SPAN.map((line) => `2026-11-26T12:00:00.123456789Z stdout F ${line}`);
  expect(read(...cri, ...cri.slice(0, 5)).counts).toMatchObject({ lines: 0, unknownLines: 0 });
});
