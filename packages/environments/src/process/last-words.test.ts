import { expect, test } from "vitest";
import { lastWords } from "./last-words.ts";

test.each([
  ["nothing", "", ""],
  ["the last five lines", "1\n2\n3\n4\n5\n6\n", "2\n3\n4\n5\n6"],
  [
    "message and error of a JSON line, without its stack trace",
    '{"level":"error","ts":1,"msg":"Endpoint picker ended","error":"listen tcp :1: bind: address already in use","stacktrace":"main.main\\n\\tmain.go:1"}\n',
    "Endpoint picker ended: listen tcp :1: bind: address already in use",
  ],
  [
    "a crash, and not what follows it",
    "ok\npanic: no queue\n\ngoroutine 1 [running]:\n\tmain.go:1 +0x1\n",
    "panic: no queue",
  ],
  [
    "no frames of a native stack",
    "[critical] Caught Segmentation fault\n#0: frame [0x1]\n",
    "[critical] Caught Segmentation fault",
  ],
  ["long lines, cut", "x".repeat(400), "x".repeat(300)],
])("%s", (_, log, words) => {
  expect(lastWords(log)).toBe(words);
});
