import { expect, test } from "vitest";
import { readHold } from "./hold.ts";

test.each([
  ["10m", { when: "always", mostMs: 600_000 }],
  ["on-failure", { when: "on-failure", mostMs: null }],
  ["on-failure 90s", { when: "on-failure", mostMs: 90_000 }],
  [" on-failure  1h ", { when: "on-failure", mostMs: 3_600_000 }],
])("%j is understood", (text, hold) => expect(readHold(text)).toEqual(hold));

test.each(["", "always", "on-failure soon", "10m on-failure", "10m 5m", "10", "0s", "on_failure"])(
  "%j is refused, with what would be right",
  (text) => expect(() => readHold(text)).toThrow(/--hold is/),
);
