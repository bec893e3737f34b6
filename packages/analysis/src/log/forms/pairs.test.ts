import fc from "fast-check";
import { expect, test } from "vitest";
import { firstPair, readPairs, unquoted } from "./pairs.ts";

// What a pair is, as one pattern: slower to look for, easier to read.
const PAIR = /(?:^|[\s,;({])([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s,;]*)/g;

test("finds in any text the pairs that one pattern finds", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "a",
      "x-request-id",
      "1b",
      "=",
      '"',
      "\\",
      " ",
      ",",
      "(",
      "{",
      ";",
      "\t",
      "\r",
      "\u2028",
      "é",
      '="',
      "@t=1",
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const matches = [...text.matchAll(PAIR)] as unknown as (readonly [string, string, string] & { index: number })[];
      const expected: Record<string, unknown> = {};
      for (const [, key, value] of matches) expected[key] = value.startsWith('"') ? unquoted(value) : value;
      const first = matches[0];
      const from = first === undefined ? -1 : first.index + first[0].indexOf(first[1]);
      expect(readPairs(text)).toEqual({ fields: expected, from });
      expect(firstPair(text)).toBe(from);
    }),
    { numRuns: 1000 },
  );
});
