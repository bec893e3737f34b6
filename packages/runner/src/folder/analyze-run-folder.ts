import { join } from "node:path";
import { type Analysis, judge, judgePasses, scenarioReport } from "@wa-routing/analysis";
import type { Checklist, FlowEvent, RunManifest } from "@wa-routing/protocol";
import { renderRequestsCsv } from "@wa-routing/report";
import { writeJsonFile } from "./json-file.ts";
import { examinePass } from "./judge-run-folder.ts";
import { manifestOfPasses, type PassFolders, passesIn } from "./pass-folders.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";
import { writeTextFile } from "./text-file.ts";
import { rewriteReports } from "./write-reports.ts";

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
  await rewriteReports(path);
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
  const { manifest, scenarios } = await examinePass(path);
  const analyses = scenarios.map(({ name, evidence, examined }) => {
    const { analysis } = examined;
    const folder = join(path, name);
    if (evidence.events !== null) writeEvents(join(folder, SCENARIO_FILES.events), evidence.events);
    writeJsonFile(join(folder, SCENARIO_FILES.analysis), analysis);
    writeJsonFile(join(folder, SCENARIO_FILES.checklist), judge([analysis]));
    writeJsonFile(join(folder, SCENARIO_FILES.report), scenarioReport(examined));
    writeTextFile(join(folder, SCENARIO_FILES.csv), renderRequestsCsv(evidence.requests));
    return analysis;
  });
  return { manifest, checklist: judge(analyses, { required: manifest.required }), analyses };
}

function writeEvents(path: string, events: readonly FlowEvent[]): void {
  writeTextFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
