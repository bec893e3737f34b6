import { escapeMarkdown } from "@wa-routing/report/inert";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Redactor } from "./redactor.ts";

const token = 'ghs_To"k&n/<1>';

test.each([
  ["as it is", token],
  ["as JSON", JSON.stringify({ token })],
  ["in an address", `https://a.b/?t=${encodeURIComponent(token)}`],
  ["in Markdown", escapeMarkdown(token)],
  ["in HTML", "<td>ghs_To&quot;k&amp;n/&lt;1&gt;</td>"],
])("a secret is found %s", (_, text) => {
  const redacted = new Redactor([token]).text(`a ${text} b ${text}`);
  expect(redacted.match(/\*\*\*/g)).toHaveLength(2);
  expect(redacted).not.toMatch(/ghs|To/);
});

test("of two that begin alike no rest is left, and of two that overlap the first goes whole", () => {
  expect(new Redactor(["abcd", "abcdefgh"]).text("abcdefgh abcdx")).toBe("*** ***x");
  expect(new Redactor(["abcd", "cdef"]).text("abcdef cdef")).toBe("***ef ***");
});

test("what is too short to be told from other text is left, and nothing to hide changes nothing", () => {
  expect(new Redactor(["abc"]).text("abc")).toBe("abc");
  expect(new Redactor([]).isIdle).toBe(true);
  expect(new Redactor([]).data({ a: [1, "x", null] })).toEqual({ a: [1, "x", null] });
});

test("data is redacted before it is rendered, names included", () => {
  expect(new Redactor(["secret"]).data({ "my secret": ["a secret", { b: 1, c: null, d: true }] })).toEqual({
    "my ***": ["a ***", { b: 1, c: null, d: true }],
  });
});

test("bytes that come in pieces are redacted as if they came at once; bytes that are no text stay as they are", () => {
  const piece = fc.constantFrom("abcd", "ab", "cdab", "cdefgh", "\u{1f600}", "\n", "xyz");
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(5)), (texts, lengths) => {
      const redactor = new Redactor(["abcd", "abcdef", "cdef"]);
      const whole = Buffer.concat([Buffer.from(texts.join("")), Buffer.from([0xff, 0xfe])]);
      const stream = redactor.stream();
      const out: Buffer[] = [];
      let position = 0;
      for (const length of lengths) {
        out.push(stream.push(whole.subarray(position, position + length)));
        position += length;
      }
      out.push(stream.push(whole.subarray(position)), stream.end());
      expect(Buffer.concat(out)).toEqual(redactor.bytes(whole));
      expect(Buffer.concat(out).toString("latin1")).not.toMatch(/abcd|cdef/);
      expect(Buffer.concat(out).subarray(-2)).toEqual(Buffer.from([0xff, 0xfe]));
    }),
    { numRuns: 300 },
  );
});
