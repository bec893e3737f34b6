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
