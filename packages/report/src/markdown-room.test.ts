import type { Verdict } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { livingParts, unclosed, wordsOf } from "./github-markdown.test-data.ts";
import { bytesOf, fitted, SMALLEST_ROOM_BYTES } from "./markdown-room.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderOrderingsMarkdown } from "./render-orderings.ts";
import { renderSection } from "./render-section.ts";
import { anyComparison, anyResult, anyRun, anyText, subjectOf } from "./reports.test-data.ts";
import { SHORT_SECTION_BYTES } from "./section-subject.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

const ARTIFACT = "https://example.org/o/r/actions/runs/1/artifacts/2";
const anyRoom = fc.oneof(fc.integer({ min: SMALLEST_ROOM_BYTES, max: 70_000 }), fc.constant(SMALLEST_ROOM_BYTES));
const runs = { numRuns: 40 };

/** What holds of every report, whatever was left out of it. */
function expectWhole(
  markdown: string,
  maxBytes: number,
  verdict: string,
  parts: readonly { verdict: Verdict }[],
): void {
  expect(bytesOf(markdown)).toBeLessThanOrEqual(maxBytes);
  expect(unclosed(markdown)).toEqual([]);
  expect(livingParts(markdown, [ARTIFACT])).toEqual([]);
  expect(markdown.split("\n")[0]).toContain(`: ${verdict}`);
  const signs = wordsOf(markdown).match(/[☑☒◐▢]/gu) ?? [];
  for (const sign of Object.values(VERDICT_SIGNS)) {
    const wanted = parts.filter((part) => VERDICT_SIGNS[part.verdict] === sign).length;
    expect(signs.filter((seen) => seen === sign).length).toBeGreaterThanOrEqual(Math.min(wanted, 12));
  }
}

describe("however little room there is, a report is whole, inert, and says its verdict", () => {
  test("of a run in one pass or two", () => {
    const property = fc.property(anyRun, anyRoom, ({ checklist, manifest }, maxBytes) => {
      const markdown = renderMarkdown(checklist, manifest, { maxBytes, artifactUrl: ARTIFACT });
      expectWhole(markdown, maxBytes, checklist.verdict, checklist.checks);
    });
    fc.assert(property, runs);
  });

  test("of several orderings", () => {
    const property = fc.property(anyComparison, anyRoom, (comparison, maxBytes) => {
      const markdown = renderOrderingsMarkdown(comparison, { maxBytes, artifactUrl: ARTIFACT });
      expectWhole(markdown, maxBytes, comparison.verdict, comparison.runs);
    });
    fc.assert(property, runs);
  });

  test("of a section, and of its short form", () => {
    const property = fc.property(anyResult, anyText, anyRoom, (result, text, maxBytes) => {
      const subject = { ...subjectOf(result, text), artifactUrl: ARTIFACT, runUrl: ARTIFACT };
      const { full, short } = renderSection({ ...subject, commit: { sha: text, url: ARTIFACT } }, { maxBytes });
      const verdict =
        result.result === "none"
          ? "no verdict"
          : (result.result === "checklist" ? result.checklist : result.comparison).verdict.replace("-", " ");
      const parts = result.result === "checklist" ? result.checklist.checks : [];
      expectWhole(full, maxBytes, verdict, parts);
      expect(bytesOf(short)).toBeLessThanOrEqual(SHORT_SECTION_BYTES);
      expect(livingParts(short, [ARTIFACT])).toEqual([]);
      expect(short).toContain(verdict);
    });
    fc.assert(property, runs);
  });
});

describe("what was left out", () => {
  const ladder = { second: "the second part", absent: "a part that is not there", first: "the first part" };
  const render = (hasRoom: (part: keyof typeof ladder) => boolean) =>
    `verdict\n${hasRoom("first") ? "1".repeat(200) : ""}${hasRoom("second") ? "2".repeat(200) : ""}\n`;

  test("is nothing, where there is room", () => {
    expect(fitted(ladder, render, {})).toBe(render(() => true));
    expect(fitted(ladder, render, { maxBytes: bytesOf(render(() => true)) })).toBe(render(() => true));
  });

  test("is named, and linked or said to be in the run's folder", () => {
    const text = fitted(ladder, render, { maxBytes: 400, artifactUrl: ARTIFACT });
    expect(text).toContain("1".repeat(200));
    expect(text).not.toContain("22");
    expect(text).toContain(
      `Left out, for want of room: the second part. All of it: [report.html in the artifact](${ARTIFACT}).`,
    );
    expect(fitted(ladder, render, { maxBytes: 190 })).toBe(
      "verdict\n\n\nLeft out, for want of room: the second part, the first part. All of it: report.html in the run's folder.\n",
    );
  });

  test("is everything, where not even the rest has room", () => {
    expect(fitted(ladder, render, { maxBytes: 20 })).toBe("");
  });
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "//example.org",
  "https://user:word@example.org",
  "not an address",
])("%s is not linked", (artifactUrl) => {
  const text = fitted({ part: "a part" }, (hasRoom) => (hasRoom("part") ? "x".repeat(300) : "x\n"), {
    maxBytes: 200,
    artifactUrl,
  });
  expect(text).toContain("report.html in the run's folder.");
});

test.each([
  "https://example.org/a)[b](c",
  "https://example.org/<b>'\"`*_|\\",
  "https://example.org/?a=1&copy=2#@x",
  "HTTP://EXAMPLE.org/é 日",
])("%s is one link, and nothing else", (artifactUrl) => {
  const text = fitted({ part: "a part" }, (hasRoom) => (hasRoom("part") ? "x".repeat(600) : "x\n"), {
    maxBytes: 500,
    artifactUrl,
  });
  const target = /\]\((.*)\)\.$/m.exec(text)?.[1] ?? "";
  expect(livingParts(text, [target.replaceAll("&amp;", "&")])).toEqual([]);
  expect(decodeURI(target.replaceAll("&amp;", "&"))).toBe(decodeURI(new URL(artifactUrl).href));
});
