import type { Check, Checklist, RunManifest } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";

const check: Check = {
  id: "performance.overhead",
  title: "Latency overhead < 5 ms p99",
  verdict: "pass",
  required: true,
  scenarios: ["overhead"],
  summary: "p99 +0.05 ms",
  because: null,
  advice: null,
  reasons: [],
  figures: [],
  evidence: [],
  table: {
    columns: [
      { title: "way", align: "left" },
      { title: "p99", align: "right" },
      { title: "difference", align: "left" },
    ],
    rows: [
      ["gateway", "12.25", ""],
      ["<b>|x", "9.50", "+2.75 (−0.10 to +3.00)"],
    ],
    notes: [`A note that is longer than a line of the terminal, ${"and so on, ".repeat(8)}to its end.`, "Another."],
  },
};
const checklist: Checklist = { schemaVersion: 2, verdict: "pass", checks: [check] };
const manifest = {
  exitReason: "completed",
  losses: [],
  logGaps: [],
  gateway: { environment: "embedded", gatewayUrl: null, router: {} },
  scenarios: ["overhead"],
  seed: 1,
  toolVersion: "0",
  startedAt: "2026-01-01T00:00:00.000Z",
} as unknown as RunManifest;

describe("a table beside a verdict", () => {
  test("has aligned columns in a terminal, and notes within its width", () => {
    const lines = renderText(checklist, manifest).split("\n");
    const head = lines.indexOf("    way        p99  difference");
    expect(lines.slice(head + 1, head + 3)).toEqual([
      "    gateway  12.25",
      "    <b>|x     9.50  +2.75 (−0.10 to +3.00)",
    ]);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines).toContain("    Another.");
  });

  test("never leaves the terminal: its widest column gives way", () => {
    const way = `gateway-${"long".repeat(30)}-a`;
    const table = { ...(check.table as NonNullable<Check["table"]>), rows: [[way, "12.25", "+2.75"]] };
    const lines = renderText({ ...checklist, checks: [{ ...check, table }] }, manifest).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBe(80);
    expect(lines).toContainEqual(expect.stringMatching(/^ {4}gateway-long\S*…\S*long-a {2}12\.25 {2}\+2\.75$/));
  });

  test("is a table in Markdown, with nothing that breaks it", () => {
    expect(renderMarkdown(checklist, manifest)).toContain(
      [
        "| way | p99 | difference |",
        "|---|--:|---|",
        "| gateway | 12.25 |  |",
        "| &lt;b&gt;\\|x | 9.50 | \\+2.75 \\(−0.10 to \\+3.00\\) |",
      ].join("\n"),
    );
  });

  test("is a table in HTML, escaped, with numbers to the right", async () => {
    const page = await renderHtml({ checklist, manifest, scenarios: [] });
    expect(page).toContain('<td class="left">&lt;b&gt;|x</td><td class="right">9.50</td>');
    expect(page).toContain('<th scope="col" class="right">p99</th>');
    expect(page.match(/<tr>/g)).toHaveLength(3);
  });

  test("is not there where a check has none", async () => {
    const { table: _, ...without } = check;
    const bare = { ...checklist, checks: [without] };
    expect(await renderHtml({ checklist: bare, manifest, scenarios: [] })).not.toContain("<table>");
    expect(renderText(bare, manifest)).not.toContain("difference");
  });
});
