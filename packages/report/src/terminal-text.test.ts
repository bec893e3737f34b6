import { expect, test } from "vitest";
import { padded, shortened, wrapped } from "./terminal-text.ts";

test.each([
  ["as long as may be", "abcdefgh", "abcdefgh"],
  ["too long", "abcdefghi", "abcd…ghi"],
  // Each of them is two columns wide, and two long.
  ["made of wide characters", "🐙🦑🐟🐳🦀", "🐙🦑…🦀"],
])("a text that is %s", (_, text, short) => expect(shortened(text, 8)).toBe(short));

test("lines are as wide as a terminal shows them", () => {
  // Each of the characters takes two columns.
  expect(wrapped("漢字漢字 漢字漢字 ab", 12, "  ")).toEqual(["  漢字漢字", "  漢字漢字", "  ab"]);
  expect(wrapped("漢字漢字 ab", 13, "  ")).toEqual(["  漢字漢字 ab"]);
  expect(padded("漢字", 6, "left")).toBe("漢字  ");
  expect(padded("漢字", 6, "right")).toBe("  漢字");
});

test("a terminal of no columns loses nothing", () => {
  expect(wrapped("one two three", 0, "").join(" ")).toBe("one two three");
});
