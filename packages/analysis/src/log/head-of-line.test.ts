import { expect, test } from "vitest";
import { HeadOfLine } from "./head-of-line.ts";

const line = (ts: string, reqID: string) =>
  `{"level":"Level(-4)","ts":${ts},"msg":"enforcing HoL blocking","reqID":"${reqID}"}`;

test.each([
  ["bytes", (text: string) => new TextEncoder().encode(text)],
  ["a Node buffer, whose slice is no copy", (text: string) => Buffer.from(text)],
])("the same line at another time is known by its bytes: %s", (_name, encode) => {
  const head = new HeadOfLine();
  const repeats = (text: string) => head.isRepeated(encode(`noise\n${text}\n`), `noise\n${text}`.length);
  const first = line('"2026-11-23T20:00:00Z"', "a");
  const event = { event: "head-of-line", line: 1, source: null, atMs: null, seq: null, requestId: "a" } as const;
  expect(repeats(first)).toBe(false);
  expect(head.isChanged(event, first, encode(first))).toBe(true);
  expect(repeats(first)).toBe(true);
  expect(repeats(line('"2026-11-23T20:00:01.123456789Z"', "a"))).toBe(true);
  expect(repeats(line("1795464000.25", "a"))).toBe(true);
  expect(repeats(line('"2026-11-23T20:00:00Z"', "b"))).toBe(false);
  expect(repeats(line('"","reqID":"c","x":""', "a"))).toBe(false);
  expect(repeats(`x${first}`)).toBe(false);
  expect(repeats(first.replace("Level(-4)", "Level(-5)"))).toBe(false);
});

test.each<[string, (time: string, id: string) => string]>([
  ["pairs", (time, id) => `2026-11-23T${time}Z enforcing HoL blocking level=debug reqID=${id}`],
  ["klog", (time, id) => `I1123 ${time}       1 x.go:1] "enforcing HoL blocking" reqID="${id}"`],
  ["a console", (time, id) => `2026-11-23T${time}Z\tDEBUG\tenforcing HoL blocking\t{"reqID":"${id}"}`],
  [
    "JSON behind CRI",
    (time, id) => `2026-11-23T${time}00Z stderr F {"ts":"2026-11-23T${time}Z","msg":"enforcing HoL","reqID":"${id}"}`,
  ],
])("in other forms too, but never one that is named like a time: %s", (_form, write) => {
  const head = new HeadOfLine();
  const encode = (text: string) => new TextEncoder().encode(text);
  const repeats = (text: string) => head.isRepeated(encode(`noise\n${text}\n`), `noise\n${text}`.length);
  const learn = (requestId: string) => {
    const line = write("20:00:00.123", requestId);
    const event = { event: "head-of-line", line: 1, source: null, atMs: null, seq: null, requestId } as const;
    expect(head.isChanged(event, line, encode(line))).toBe(true);
  };
  learn("a-1");
  expect(repeats(write("20:00:01.1234", "a-1"))).toBe(true);
  expect(repeats(write("20:00:01.1234", "a-2"))).toBe(false);
  expect(repeats(`x${write("20:00:00.123", "a-1")}`)).toBe(false);
  learn("20:00:00");
  expect(repeats(write("20:00:00.123", "20:00:00"))).toBe(false);
});
