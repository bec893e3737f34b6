import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");
const sections = read("docs/terms.md")
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [, term = "", text = "", picture = ""] = /^(.*?)\n\n(.*?)\n\n```\n(.*?)\n```\s*$/s.exec(section) ?? [];
    return { term, text, picture };
  });

test.each(sections)("$term: two to four sentences, and a picture of one to three lines", ({ text, picture }) => {
  const sentences = text.replace(/`[^`]*`|\[[^\]]*\]\([^)]*\)|\d\.\d/g, "x").split(/[.?!]["”]?(?=\s|$)/);
  expect(sentences.filter((sentence) => sentence.trim() !== "").length).toBeGreaterThanOrEqual(2);
  expect(sentences.filter((sentence) => sentence.trim() !== "").length).toBeLessThanOrEqual(4);
  expect(picture.split("\n").length).toBeLessThanOrEqual(3);
  expect(picture.length).toBeGreaterThan(10);
});

test("every word of ARCHITECTURE.md has its section", () => {
  const [, words = ""] = /^## Words\n(.*?)\n\n/ms.exec(read("ARCHITECTURE.md")) ?? [];
  const named = words
    .replace(/\([^)]*\)|[*`]| and its terms/g, "")
    .split(/[·,\n]/)
    .map((word) => word.trim())
    .filter((word) => /^[a-z ]+$/.test(word) && word !== "");
  const headings = new Set(sections.flatMap(({ term }) => term.split(", ")));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((word) => !headings.has(word))).toEqual([]);
});
