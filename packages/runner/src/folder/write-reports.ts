import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunReport } from "@wa-routing/protocol";
import { RUN_FILES } from "./run-files.ts";
import { readRunReport } from "./run-report.ts";
import { writeTextFile } from "./text-file.ts";

type Reports = typeof import("@wa-routing/report");

const REPORTS: readonly {
  readonly file: string;
  readonly render: (reports: Reports, run: RunReport) => string | Promise<string>;
}[] = [
  {
    file: RUN_FILES.markdown,
    render: ({ renderMarkdown }, { checklist, manifest }) => renderMarkdown(checklist, manifest),
  },
  { file: RUN_FILES.html, render: ({ renderHtml }, run) => renderHtml(run) },
  { file: RUN_FILES.junit, render: ({ renderJUnit }, run) => renderJUnit(run) },
  { file: RUN_FILES.ctrf, render: ({ renderCtrf }, run) => renderCtrf(run) },
];

/** Writes the reports of a run folder from what was found of it. Needs no gateway; the same folder gives the same files, byte for byte. */
export async function writeReports(path: string): Promise<RunReport> {
  const run = readRunReport(path);
  await writeEach(path, run, REPORTS);
  return run;
}

/** Writes those again that are there. */
export async function rewriteReports(path: string): Promise<void> {
  const there = REPORTS.filter(({ file }) => existsSync(join(path, file)));
  if (there.length > 0) await writeEach(path, readRunReport(path), there);
}

async function writeEach(path: string, run: RunReport, reports: typeof REPORTS): Promise<void> {
  const renderers = await import("@wa-routing/report");
  for (const { file, render } of reports) writeTextFile(join(path, file), await render(renderers, run));
}
