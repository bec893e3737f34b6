import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";

// A number that a rule states in words must come from the constant that the rule uses, or the two will part.
const ROOMS = [new URL("./", import.meta.url), new URL("../reasons/", import.meta.url)];
const sources = ROOMS.flatMap((room) =>
  readdirSync(room)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => ({ file, text: readFileSync(new URL(file, room), "utf8") })),
);

const NUMBER = /\d|\b(three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|hundred|thousand|half)\b/i;
// Names of things, not numbers that a rule states: figures, percentiles in figures' names, codes of HTTP.
const NAMES = /\bp99(DifferenceMs|Ms)\b|\bbaselineP99Ms\b|\bp50\b|\bp99\b|\b[45]xx\b|\bHTTP_\d+\b/g;

/** Texts of a source file that hold a number of their own, or a number put into a text as it is. */
function worded(file: string, text: string): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && NUMBER.test(node.text.replaceAll(NAMES, ""))) found.push(`${file}: ${node.text}`);
    if (ts.isTemplateSpan(node) && ts.isNumericLiteral(node.expression))
      found.push(`${file}: \${${node.expression.text}}`);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

test("the rooms of checks and reasons are read", () => {
  expect(sources.length).toBeGreaterThan(20);
});

describe.each(sources)("$file", ({ file, text }) => {
  test("no text holds a number that no constant gave", () => {
    expect(worded(file, text)).toEqual([]);
  });
});

test.each([
  ['const a = "above 0.9";', 1],
  ['const a = "twenty pairs";', 1],
  [`const a = \`at least \${b} of 30\`;`, 1],
  [`const a = \`at least \${20} pairs\`;`, 1],
  [`const a = \`at least \${LEAST} pairs of \${b}\`;`, 0],
  ['import { a } from "./b2.ts";', 0],
  ['figure("p99Ms", 3);', 0],
])("%s: %i", (text, count) => {
  expect(worded("x.ts", text)).toHaveLength(count);
});
