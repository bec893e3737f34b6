import { expect, test } from "vitest";
import { shortened } from "./terminal-text.ts";

test.each([
  ["as long as may be", "abcdefgh", "abcdefgh"],
  ["too long", "abcdefghi", "abcd…ghi"],
  // Each of them is two columns wide, and two long.
  ["made of wide characters", "🐙🦑🐟🐳🦀", "🐙🦑…🦀"],
])("a text that is %s", (_, text, short) => expect(shortened(text, 8)).toBe(short));
