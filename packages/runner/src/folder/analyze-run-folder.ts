import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Analysis, judge, judgePasses } from "@wa-routing/analysis";
import { type Checklist, type FlowEvent, type RunManifest, readableChecklistSchema } from "@wa-routing/protocol";
import { renderHtml, renderJUnit, renderMarkdown, renderRequestsCsv } from "@wa-routing/report";
import { readJsonFile, writeJsonFile } from "./json-file.ts";
import { analysePass } from "./judge-run-folder.ts";
import { manifestOfPasses, type PassFolders, passesIn } from "./pass-folders.ts";
import { readManifest } from "./read-run-folder.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";
import { writeTextFile } from "./text-file.ts";

/** What a run folder came to. */
export interface JudgedRun {
  readonly manifest: RunManifest;
  readonly checklist: Checklist;
  readonly analyses: readonly Analysis[];
}

/**
 * Reads a finished run folder, parses the router's log anew, analyses and judges every scenario, and writes what it found beside
 * the evidence; reports that are there are written again. Needs no gateway; the same folder gives the same files, byte for byte.
 *
 * @throws WaRoutingError `FILE_UNREADABLE` or `FILE_INVALID` for a folder that is no run's; `ZSTD_UNSUPPORTED` for such a log.
 */
export async function analyzeRunFolder(path: string): Promise<JudgedRun> {
  const passes = passesIn(path);
  const judged = passes === null ? await analyzePass(path) : await analyzePasses(passes);
  if (passes !== null) writeJsonFile(join(path, RUN_FILES.manifest), judged.manifest);
  writeJsonFile(join(path, RUN_FILES.checklist), judged.checklist);
  // Reports that are there would go on telling of an earlier verdict.
  writeEach(path, judged, ({ file }) => existsSync(join(path, file)));
  return judged;
}

/** Judges two passes together, wherever their folders are. What is found of each is written into its own folder. */
export async function analyzePasses({ quiet, verbose }: PassFolders): Promise<JudgedRun> {
  const first = quiet === null ? null : await analyzeRunFolder(quiet);
  const second = verbose === null ? null : await analyzeRunFolder(verbose);
  const manifest = manifestOfPasses(first?.manifest, second?.manifest);
  const analyses = { quiet: first?.analyses ?? [], verbose: second?.analyses ?? [] };
  return {
    manifest,
    checklist: judgePasses(analyses, { required: manifest.required }),
    analyses: [...analyses.quiet, ...analyses.verbose],
  };
}

async function analyzePass(path: string): Promise<JudgedRun> {
  const { manifest, scenarios } = await analysePass(path);
  const analyses = scenarios.map(({ name, evidence, analysis }) => {
    const folder = join(path, name);
    if (evidence.events !== null) writeEvents(join(folder, SCENARIO_FILES.events), evidence.events);
    writeJsonFile(join(folder, SCENARIO_FILES.analysis), analysis);
    writeJsonFile(join(folder, SCENARIO_FILES.checklist), judge([analysis]));
    writeTextFile(join(folder, SCENARIO_FILES.csv), renderRequestsCsv(evidence.requests));
    return analysis;
  });
  return { manifest, checklist: judge(analyses, { required: manifest.required }), analyses };
}

/** Writes the reports of a run folder from its checklist. */
export function writeReports(path: string): Pick<JudgedRun, "manifest" | "checklist"> {
  const manifest = readManifest(path);
  const checklist = readJsonFile(join(path, RUN_FILES.checklist), readableChecklistSchema);
  writeEach(path, { manifest, checklist }, () => true);
  return { manifest, checklist };
}

const REPORTS = [
  { file: RUN_FILES.markdown, render: renderMarkdown },
  { file: RUN_FILES.html, render: renderHtml },
  { file: RUN_FILES.junit, render: renderJUnit },
] as const;

function writeEach(
  path: string,
  { manifest, checklist }: Pick<JudgedRun, "manifest" | "checklist">,
  isWanted: (report: (typeof REPORTS)[number]) => boolean,
): void {
  for (const { file, render } of REPORTS.filter(isWanted)) writeTextFile(join(path, file), render(checklist, manifest));
}

function writeEvents(path: string, events: readonly FlowEvent[]): void {
  writeTextFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
