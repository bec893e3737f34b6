import type { Check, Checklist, RequestRecord, RunManifest, RunReport } from "@wa-routing/protocol";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, test } from "vitest";
import { escapeMarkdown } from "./escape-markdown.ts";
import { HOSTILE_MARKDOWN, livingParts, shapeOf } from "./github-markdown.test-data.ts";
import { plainText, withoutWorkflowCommands } from "./plain-text.ts";
import { renderHtml } from "./render-html.ts";
import { renderJUnit } from "./render-junit.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderOrderingsMarkdown, renderOrderingsText } from "./render-orderings.ts";
import { renderRequestsCsv } from "./render-requests-csv.ts";
import { renderSection } from "./render-section.ts";
import { renderText } from "./render-text.ts";
import { checklistOf, comparisonOf, manifestOf, subjectOf } from "./reports.test-data.ts";
import { hostileRun } from "./run-report.test-data.ts";
import type { SectionSubject } from "./section-subject.ts";
import { TERMS_ADDRESS } from "./terms-address.ts";

const HOSTILE = [
  "&nbsp;",
  "a &word; b &amp; c &#0; &#x41; &lt;",
  "]]> <![CDATA[ <!-- -->",
  '"/><script>',
  "nul \u0000 and \u0008, \uffff, a half \ud800",
  "::stop-commands::token",
  "##[error]a ##[group]b",
  "\u001b[2J\u001b]0;title\u0007",
  "first\r::error::second\nthird\u2028::set-output name=a::b",
  "\u202eright\u202c \u2066isolate\u2069 \u200emark\u200f \u061c \ufeff",
];

/** A checklist in which every text is that of somebody else. */
function saying(text: string): [Checklist, RunManifest] {
  const check = (verdict: Check["verdict"]): Check => ({
    ...{ id: "functional.no-errors", title: text, verdict, required: true, scenarios: [text], reasons: [] },
    ...{ summary: text, because: text, advice: text, figures: [{ name: text, value: 1 }], evidence: [text, text] },
    table: { columns: [{ title: text, align: "left" }], rows: [[text]], notes: [text] },
  });
  const checks = (["pass", "fail", "inconclusive", "not-measured"] as const).map(check);
  const gateway = { environment: "existing", gatewayUrl: text, router: { version: text } };
  const manifest = {
    gateway,
    exitReason: "failed",
    exitDetail: text,
    losses: [],
    logGaps: [],
    scenarios: [text],
    seed: 1,
    toolVersion: text,
    startedAt: "2026-01-01T00:00:00.000Z",
  };
  return [{ schemaVersion: 2, verdict: "fail", checks }, manifest as unknown as RunManifest];
}

/** The same as a run. */
function runSaying(text: string): RunReport {
  const [checklist, manifest] = saying(text);
  return { checklist, manifest, scenarios: [] };
}

/** Texts and attributes of an XML document, by a parser that takes nothing but XML. */
function parsed(xml: string): { texts: string[]; messages: string[] } {
  const texts: string[] = [];
  const messages: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("text", (text) => void texts.push(text));
  parser.on("opentag", ({ attributes }) => void messages.push(String(attributes.message ?? "")));
  parser.write(xml).close();
  return { texts, messages };
}

// What XML has no way to write.
const unwritable = (text: string) =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replace(/\r\n?/g, "\n");

describe("junit.xml is read by a parser, and says what was said", () => {
  test.each(HOSTILE)("%j", async (text) => {
    const { texts, messages } = parsed(await renderJUnit(runSaying(text)));
    expect(texts.some((found) => found.includes(unwritable(text)))).toBe(true);
    expect(
      messages.some((found) =>
        found.includes(
          unwritable(text)
            .replace(/[\t\n]/g, " ")
            .slice(0, 4),
        ),
      ),
    ).toBe(true);
  });

  test("whatever the text is", async () => {
    const pieces = fc.constantFrom("&", ";", "#", "x", "amp", "lt", "<", ">", "]]>", '"', "'", "\n", "1", "&nbsp;");
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.array(pieces).map((some) => some.join("")),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { texts } = parsed(await renderJUnit(runSaying(`<${text}>`)));
        expect(texts.some((found) => found.includes(unwritable(`<${text}>`)))).toBe(true);
      }),
    );
  });
});

const FOREIGN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe("what is printed has one line for one line, and moves nothing", () => {
  test.each(HOSTILE)("%j", (text) => {
    for (const verbose of [true, false]) {
      const plain = renderText(...saying(text), { verbose }).split("\n");
      const harmless = renderText(...saying(text.replace(new RegExp(FOREIGN, "gu"), " ")), { verbose }).split("\n");
      expect(plain.filter((line) => FOREIGN.test(line))).toEqual([]);
      expect(plain).toHaveLength(harmless.length);
    }
    const run = { ordering: text, rule: null, verdict: "pass", summary: text, fits: [], reasons: [] } as const;
    const comparison = { schemaVersion: 3, verdict: "pass", seed: 1, scenarios: [text], rules: [text], runs: [run] };
    const lines = renderOrderingsText(comparison as unknown as Parameters<typeof renderOrderingsText>[0]).split("\n");
    expect(lines.filter((line) => FOREIGN.test(line))).toEqual([]);
  });

  test("no line is a workflow command, in whatever place it came", () => {
    for (const text of HOSTILE) {
      const lines = withoutWorkflowCommands(renderText(...saying(text), { verbose: true, width: 20 })).split("\n");
      expect(lines.filter((line) => line.trim().startsWith("::") || /##\[/.test(line))).toEqual([]);
    }
    expect(withoutWorkflowCommands("a::b\n  ::c::d\n##[e]")).toBe("a::b\n  :\u200b:c::d\n#\u200b#[e]");
  });

  test("what is harmless stays as it is", () => {
    for (const text of ["a: b", "std::vector", "# [x]", "é日🐙", "→ ≥ ☑"]) {
      expect(withoutWorkflowCommands(plainText(text))).toBe(text);
    }
  });
});

describe("report.html is built alike, whatever its texts are, and does nothing", () => {
  let harmless = "";
  beforeAll(async () => {
    harmless = await renderHtml(hostileRun("x"));
  });

  /** Its tags, with the names of their attributes. */
  const builtOf = (page: string) => (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, ""));

  test.each([...HOSTILE, ...HOSTILE_MARKDOWN])("%j", async (text) => {
    const page = await renderHtml(hostileRun(text));
    expect(page.split("\n").filter((line) => FOREIGN.test(line))).toEqual([]);
    expect(builtOf(page)).toEqual(builtOf(harmless));
    const elsewhere = [...page.matchAll(/href="([^"]*)"/g)].flatMap(([, target = ""]) =>
      /^#[\w-]+$/.test(target) ? [] : [target],
    );
    // Ours, and once.
    expect(elsewhere).toEqual([TERMS_ADDRESS]);
  });
});

describe("Markdown is built alike, whatever its texts are, and does nothing", () => {
  const verdicts = ["fail", "pass", "inconclusive", "not-measured"] as const;
  const pages = (text: string) => {
    const checklist = checklistOf(verdicts, [text]);
    const manifest = manifestOf(text, true);
    const comparison = comparisonOf(verdicts, text);
    const section = (result: SectionSubject["result"]) =>
      renderSection({
        ...subjectOf(result, text),
        commit: { sha: "abc1234", url: null },
        runUrl: null,
        artifactUrl: null,
      });
    return [
      renderMarkdown(checklist, manifest),
      renderOrderingsMarkdown(comparison),
      section({ result: "checklist", checklist, manifest }).full,
      section({ result: "comparison", comparison }).full,
      section({ result: "none", exitCode: 4, sentence: text }).full,
      section({ result: "none", exitCode: 4, sentence: text }).short,
    ];
  };
  const harmless = pages("x").map(shapeOf);

  test.each([...HOSTILE, ...HOSTILE_MARKDOWN].filter((text) => escapeMarkdown(text) !== ""))("%j", (text) => {
    expect(pages(text).flatMap((page) => livingParts(page))).toEqual([]);
    expect(pages(text).map(shapeOf)).toEqual(harmless);
  });
});

describe("requests.csv holds no formula", () => {
  const cellOf = (errorText: string) =>
    (renderRequestsCsv([{ errorText } as RequestRecord]).split("\r\n")[1] ?? "").replace(/^,*|,*$/g, "");
  test.each([
    "=1+1",
    " =1+1",
    "\u00a0=1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    " ＋1",
    "－1",
    "＠SUM(A1)",
    "@a",
    "-1+1",
    "+1",
  ])("%j begins with an apostrophe", (text) => expect(cellOf(text)).toBe(`'${text}`));
  test.each(["\t=1", "\r\n=1", "\n=1"])("%j too, quoted", (text) => expect(cellOf(text).slice(0, 2)).toBe(`"'`));
  test("what only some spreadsheets cut at is quoted", () => expect(cellOf("a;=1")).toBe('"a;=1"'));
  test.each(["a=b", "1 - 2", "é"])("%j is as it was", (text) => expect(cellOf(text)).toBe(text));
});
