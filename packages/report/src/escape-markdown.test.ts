import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeMarkdown } from "./escape-markdown.ts";
import { HOSTILE_MARKDOWN, livingParts, shapeOf, wordsOf } from "./github-markdown.test-data.ts";

/** The places where a text stands: a paragraph's start and middle, a heading, a list, a quote, bold, a cell. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  paragraph: (text) => `${text}\n\nx\n`,
  middle: (text) => `x: ${text}.\n`,
  heading: (text) => `### ☑ ${text}: pass\n`,
  item: (text) => `- ${text}\n- x\n`,
  task: (text) => `- [x] ${text}\n`,
  quote: (text) => `> ${text}\n`,
  bold: (text) => `x **x ${text}**\n`,
  cell: (text) => `| a | b |\n|---|---|\n| ${text} | ${text} |\n| x | ${text}<br>→ ${text} |\n`,
  folded: (text) => `<details>\n<summary>x</summary>\n\n${text}\n\n</details>\n`,
};

const shapesOf = (escaped: string) => Object.values(PLACES).map((written) => shapeOf(written(escaped)));
const HARMLESS = shapesOf("x");

function expectInert(text: string): void {
  const escaped = escapeMarkdown(text);
  if (escaped === "") return;
  expect(Object.values(PLACES).flatMap((written) => livingParts(written(escaped)))).toEqual([]);
  expect(shapesOf(escaped)).toEqual(HARMLESS);
}

test.each(HOSTILE_MARKDOWN)("%j is inert wherever it stands, and can be read", (text) => {
  expectInert(text);
  const seen = wordsOf(escapeMarkdown(text)).replaceAll("\u200d", "");
  expect(seen).toBe(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim());
});

test("the parser that judges it sees what acts, where nothing is escaped", () => {
  const acting = HOSTILE_MARKDOWN.filter(
    (text) => livingParts(PLACES.middle?.(text) ?? "").length + livingParts(`${text}\n`).length > 0,
  );
  expect(acting.length).toBeGreaterThan(40);
});

test("any text is inert wherever it stands", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc
      .array(fc.constantFrom(...HOSTILE_MARKDOWN, " ", "x", "_", "\\", "1"), { maxLength: 4 })
      .map((some) => some.join("")),
    fc.array(fc.constantFrom(..."@#:/\\|`*_~[]()<>!&$=+-.1aw \n")).map((some) => some.join("")),
  );
  fc.assert(fc.property(texts, expectInert), { numRuns: 150 });
});

describe("what is harmless can be read as it is", () => {
  test.each(["12 of 1234567 requests, added, r7", "first, second", "3.5 s", "☑ → ≥ 日 🐙", "a: b"])("%s", (text) =>
    expect(escapeMarkdown(text)).toBe(text),
  );
  test.each(["\u200e", "\u200f", "\u061c", "\u202e", "\u2067", "\u00ad", "\ufeff", "\u2028", "\u0000", "\u{e0041}"])(
    "%j is gone",
    (character) => expect(escapeMarkdown(`a${character}b`)).toBe("a b"),
  );
});
