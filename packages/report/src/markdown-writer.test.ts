import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf } from "./markdown-room.ts";
import { shortMarkdown } from "./markdown-writer.ts";
import { anyText } from "./reports.test-data.ts";

test("a text is never longer than it may be, and begins and ends as it was", () => {
  expect(shortMarkdown("short", 10)).toBe("short");
  expect(shortMarkdown("begins and ends", 10)).toBe("begi…nds");
  fc.assert(
    fc.property(anyText, fc.integer({ min: 3, max: 300 }), (text, most) => {
      expect(bytesOf(shortMarkdown(text, most))).toBeLessThanOrEqual(most);
    }),
  );
  expect(bytesOf(shortMarkdown("@".repeat(300), 300))).toBeGreaterThan(280);
});
