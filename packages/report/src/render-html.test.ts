import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { MOST_PAGE_BYTES } from "./page/page-room.ts";
import { renderHtml } from "./render-html.ts";
import { renderOrderingsHtml } from "./render-orderings-html.ts";
import { comparisonOf } from "./reports.test-data.ts";
import { runReportOf, scenarioReportOf } from "./run-report.test-data.ts";

const orderings = () => {
  const comparison = { ...comparisonOf(["pass", "pass"], "x"), rules: ["workload-aware", "fcfs"] };
  const names = ["workload-aware", "fcfs"] as const;
  const runs = comparison.runs.map((run, at) => ({ ...run, ordering: names[at] ?? "x", fits: [] }));
  return renderOrderingsHtml({
    comparison: { ...comparison, runs },
    runs: names.map((ordering) => ({
      ordering,
      scenarios: [{ scenario: "basic-priority", pass: null, checklist: null, report: scenarioReportOf(ordering) }],
    })),
  });
};

// Loading what draws takes long on a busy machine.
beforeAll(async () => void (await import("./picture/drawing.ts")));

// Open one in a browser: it is what a reader sees. Delete the file that changed, run this once, and look at the new one.
describe("the golden pages", () => {
  test.each([
    ["pass", () => renderHtml(runReportOf("workload-aware"))],
    ["fail", () => renderHtml(runReportOf("fcfs"))],
    ["inconclusive", () => renderHtml(runReportOf("workload-aware", "inconclusive"))],
    ["orderings", orderings],
  ])("%s.html", async (name, page) => {
    const file = new URL(`./golden/${name}.html`, import.meta.url);
    if (!existsSync(file)) writeFileSync(file, await page());
    expect(await page()).toBe(readFileSync(file, "utf8"));
  });
});

test("a page loads nothing, runs nothing, and has what a screen reader walks by", async () => {
  const page = await renderHtml(runReportOf("fcfs"));
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|@import|url\((?!#)| on\w+=/i);
  for (const mark of ["<main>", "<header>", "<h1>", 'lang="en"', "<nav aria-label"]) expect(page).toContain(mark);
  expect(page).not.toMatch(/<th[^>]*><\/th>/);
  const pictures = page.match(/<svg [^>]*role="img" aria-labelledby="([\w-]+) ([\w-]+)"/g) ?? [];
  expect(pictures).toHaveLength(4);
  expect(page.match(/<title id=/g)).toHaveLength(4);
  expect(page.match(/The same as a table/g)).toHaveLength(4);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

test("the first screen says which it is, what was tested and what to do", async () => {
  const page = await renderHtml(runReportOf("fcfs"));
  const first = page.slice(page.indexOf("<body>"), page.indexOf("<nav"));
  expect(first).toContain("Workload-aware routing: fail");
  expect(first).toContain("Workload-aware routing does not work as claimed: all 12 checks failed.");
  expect(first).toContain("Tested: 1 scenario on embedded at http://127.0.0.1:9");
  expect(first).toContain("Try this.");
  expect(first.match(/<li><span class="sign fail"/g)).toHaveLength(12);
});

test("requests that left too early are crossed, those that overtook are not", async () => {
  const lines = (page: string) =>
    page.match(/<path d="M[\d. ]+L[\d. ]+" fill="[^"]*" stroke="var\(--fail\)" stroke-width="2"/g) ?? [];
  // Two strokes for each of the six of low; beside them the limit of the overhead.
  expect(lines(await renderHtml(runReportOf("fcfs")))).toHaveLength(13);
  expect(lines(await renderHtml(runReportOf("workload-aware")))).toHaveLength(1);
});

test("a scenario that was not analysed is named, with what to do", async () => {
  const run = runReportOf("fcfs");
  const page = await renderHtml({
    ...run,
    scenarios: run.scenarios.map((scenario) => ({ ...scenario, report: null })),
  });
  expect(page).toContain("wa-routing analyze DIR");
  expect(page).not.toContain("<svg");
});

describe("no page is larger than it may be", () => {
  const run = runReportOf("fcfs");

  test("what goes first is what is read last, and it is said", async () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => [`a row with a number ${at}`]);
    const table = { columns: [{ title: "what", align: "left" as const }], rows, notes: [] };
    const scenarios = run.scenarios.map((scenario) => ({
      ...scenario,
      report: scenario.report === null ? null : { ...scenario.report, tables: [{ title: "A long one", table }] },
    }));
    const page = await renderHtml({ ...run, scenarios });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(MOST_PAGE_BYTES);
    expect(page).toContain(
      "Left out, for want of room: requests line by line, tables of single requests, who overtook whom, what the evidence is worth.",
    );
    expect(page.match(/<svg/g)).toHaveLength(4);
  });

  test("nor is one of texts without an end", async () => {
    const checks = run.checklist.checks.map((check) => ({ ...check, summary: "x ".repeat(150_000) }));
    const page = await renderHtml({ ...run, checklist: { ...run.checklist, checks } });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(MOST_PAGE_BYTES);
    expect(page).toContain("the ends of long texts");
  });
});
