import type { Checklist, RunManifest, ScenarioWaits } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { livingParts } from "./github-markdown.test-data.ts";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";
import { arm, compared, waits, workload } from "./waits.test-data.ts";

const manifest = {
  exitReason: "completed",
  losses: [],
  logGaps: [],
  gateway: { environment: "embedded", gatewayUrl: null, router: {} },
  scenarios: ["basic-priority"],
  seed: 1,
  toolVersion: "0",
  startedAt: "2026-01-01T00:00:00.000Z",
} as unknown as RunManifest;
const checklistWith = (of?: readonly ScenarioWaits[]): Checklist => ({
  schemaVersion: 2,
  verdict: "pass",
  checks: [],
  ...(of === undefined ? {} : { waits: [...of] }),
});

const basic = waits(
  [
    compared("critical", 35, { found: "shorter", controlMs: 160 }),
    compared("medium", 110, { found: "unclear" }),
    compared("batch", 2200, { found: "longer", share: 20 / 24, controlMs: 60 }),
  ],
  { jainIndex: { value: 0.4, low: 0.35, high: 0.47, confidence: 0.95 } },
);
const headers = waits([workload(arm("plain", 8.4), 0), workload(arm("missing", 9), 0.2)], { scenario: "headers" });

const cut = (page: string, from: string, to: string) => page.slice(page.indexOf(from), page.indexOf(to));

test("text, 80 columns wide", () => {
  expect(cut(renderText(checklistWith([basic, headers]), manifest), "Who", "PASS")).toBe(`Who waited
  Counted from when the held queue began to move (where nothing held it: from
  sending) to arrival at a model server. Typical: half of the requests took no
  longer. Control: the same requests, sent without what the scenario claims.
  Starved: waited longer than everybody else in most of its requests.

basic-priority
  workload  requests  typical  longest  control  against control
  critical        24    35 ms    70 ms   160 ms  125 ms shorter
  medium          24   110 ms   220 ms   100 ms  no clear difference
  batch           24    2.2 s    4.4 s    60 ms  2.1 s longer
  critical waited least (in the control: batch); batch waited longer than
  everybody else in 83 % of its 24 requests.

headers
  workload  requests  typical  longest
  plain           24   8.4 ms    17 ms
  missing         24   9.0 ms    18 ms
  plain waited least; nobody starved.

  headers: There was no control to compare with: the order of sending alone may
  be why some waited longer.

`);
});

test("text has no empty place where there is nothing to note", () => {
  expect(renderText(checklistWith([basic]), manifest)).toMatch(/of its 24 requests\.\n\nPASS/);
});

test("Markdown, folded away, and the figures apart", () => {
  const page = renderMarkdown(checklistWith([basic]), manifest).replaceAll("\\", "");
  expect(cut(page, "<summary>Who", "</details>")).toBe(`<summary>Who waited</summary>

Counted from when the held queue began to move (where nothing held it: from sending) to arrival at a model server. Typical: half of the requests took no longer. Control: the same requests, sent without what the scenario claims.

**basic-priority**

| workload | requests | typical | longest | control | against control |
|---|--:|--:|--:|--:|---|
| critical | 24 | 35 ms | 70 ms | 160 ms | 125 ms shorter |
| medium | 24 | 110 ms | 220 ms | 100 ms | no clear difference |
| batch | 24 | 2.2 s | 4.4 s | 60 ms | 2.1 s longer |

critical waited least (in the control: batch); batch waited longer than everybody else in 83 % of its 24 requests.

`);
  expect(cut(page, "**Who waited: ", "- critical")).toBe(`**Who waited: basic-priority**

- Jain's index of the waits (1: all alike, 0.33: one did all): 0.4 (0.35 to 0.47, 95 %)
`);
});

test("HTML, with the figures folded away", async () => {
  const whole = await renderHtml({ checklist: checklistWith([headers, basic]), manifest, scenarios: [] });
  const page = cut(whole, "<h2>Who waited", "</main>");
  expect(page).toMatch(/^<h2>Who waited<\/h2>\n<p>Counted from when/);
  expect([...page.matchAll(/<caption>(.*)<\/caption>/g)].map(([, title]) => title)).toEqual([
    "headers",
    "basic-priority",
  ]);
  expect(page).toContain(
    '<tr><td class="left">batch</td><td class="right">24</td><td class="right">2.2 s</td><td class="right">4.4 s</td><td class="right">60 ms</td><td class="left">2.1 s longer</td></tr>',
  );
  expect(page).toContain('<p class="summary">plain waited least; nobody starved.</p>');
  expect(page).toMatch(/<details><summary>basic-priority: figures<\/summary><ul><li>Jain&#39;s index/);
  expect(page).toMatch(/<p class="muted small">headers: There was no control to compare with/);
});

describe("names are hostile", () => {
  const name = "\u001b[31m<script>|`@all\u202e\n# x";
  const hostile = waits([
    compared(name, 5, { found: "unclear", control: `${name}y` }),
    workload(arm(`${name}${"z".repeat(300)}`, null, { requests: 100_000_000 }), null),
  ]);
  const whole = { ...hostile, scenario: `${name}\n\n## y` };

  test("text: no control character, no line that is too long", () => {
    const lines = renderText(checklistWith([whole]), manifest).split("\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.startsWith("##"))).toEqual([]);
  });

  test("Markdown: one line each, nothing that is markup", () => {
    const page = cut(renderMarkdown(checklistWith([whole]), manifest), "<summary>Who", "nowhere");
    expect(page).not.toMatch(/<scri|\u202e|[^\\][|]\\?`|@all/);
    expect(page.split("\n").filter((line) => /^#+ /.test(line))).toEqual([]);
    expect(livingParts(page)).toEqual([]);
    expect(page.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(4);
  });

  test("HTML: text", async () => {
    const page = await renderHtml({ checklist: checklistWith([whole]), manifest, scenarios: [] });
    expect(page).not.toContain("<scri");
    expect(page).toContain("&lt;script&gt;|`@all");
  });
});

test("nothing is said where nothing is known, and of runs that did not record it", async () => {
  for (const checklist of [checklistWith([]), checklistWith()]) {
    const texts = [renderText(checklist, manifest), renderMarkdown(checklist, manifest)];
    for (const text of [...texts, await renderHtml({ checklist, manifest, scenarios: [] })]) {
      expect(text).not.toContain("Who waited");
    }
  }
});
