import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AnalysedOrdering, compareOrderings } from "@wa-routing/analysis";
import { type OrderingComparison, readableOrderingComparisonSchema } from "@wa-routing/protocol";
import { renderOrderingsMarkdown } from "@wa-routing/report";
import { analyzeRunFolder } from "../folder/analyze-run-folder.ts";
import { readJsonFile, writeJsonFile } from "../folder/json-file.ts";
import { subFolder } from "../folder/sub-folder.ts";
import { writeTextFile } from "../folder/text-file.ts";
import { newRunFolder, prepareFolder } from "../folder/unused-folder.ts";
import { newSeed, type RunOptions, runScenarios } from "./run-scenarios.ts";

/** Names of the files beside the folders of several orderings. */
const ORDERING_FILES = { comparison: "orderings.json", markdown: "orderings.md" } as const;

/** The same scenarios under several orderings. */
export interface OrderingsOptions extends Omit<RunOptions, "startGateway"> {
  readonly orderings: readonly {
    readonly ordering: string;
    /** Starts a gateway that orders so. It is ended before the next one is started. */
    readonly startGateway: RunOptions["startGateway"];
  }[];
  readonly onOrdering?: (ordering: string) => void;
}

/** What several orderings came to. */
export interface OrderingsResult {
  readonly comparison: OrderingComparison;
  /** Holds a run folder for each ordering. */
  readonly runDir: string;
}

/**
 * Runs the same scenarios with the same seed under several orderings, one after the other, and tells them apart.
 *
 * @throws WaRoutingError as {@link runScenarios}, for the first ordering that cannot be run to its end; what was run stays.
 */
export async function runOrderings({ orderings, onOrdering, ...options }: OrderingsOptions): Promise<OrderingsResult> {
  const { seed = newSeed(), runDir = newRunFolder() } = options;
  const removeEmpty = prepareFolder(runDir);
  const runs: AnalysedOrdering[] = [];
  try {
    for (const { ordering, startGateway } of orderings) {
      onOrdering?.(ordering);
      const { analyses } = await runScenarios({ ...options, startGateway, seed, runDir: join(runDir, ordering) });
      runs.push({ ordering, analyses });
    }
  } catch (error) {
    removeEmpty();
    throw error;
  }
  const scenarios = options.scenarios.map(({ name }) => name);
  return { comparison: writeComparison(runDir, compareOrderings(runs, { seed, scenarios })), runDir };
}

/** Whether a folder holds the runs of several orderings. */
export function holdsOrderings(path: string): boolean {
  return existsSync(join(path, ORDERING_FILES.comparison));
}

/** The comparison of a folder that {@link runOrderings} has written, from its run folders anew. Needs no gateway. */
export async function analyzeOrderings(path: string): Promise<OrderingComparison> {
  const known = readComparison(path);
  const runs: AnalysedOrdering[] = [];
  for (const { ordering } of known.runs) {
    const { analyses } = await analyzeRunFolder(subFolder(path, ordering));
    runs.push({ ordering, analyses });
  }
  return writeComparison(path, compareOrderings(runs, known));
}

/** The comparison that a folder holds; its report is written again. */
export function reportOrderings(path: string): OrderingComparison {
  return writeComparison(path, readComparison(path));
}

function readComparison(path: string): OrderingComparison {
  return readJsonFile(join(path, ORDERING_FILES.comparison), readableOrderingComparisonSchema);
}

function writeComparison(path: string, comparison: OrderingComparison): OrderingComparison {
  writeJsonFile(join(path, ORDERING_FILES.comparison), comparison);
  writeTextFile(join(path, ORDERING_FILES.markdown), renderOrderingsMarkdown(comparison));
  return comparison;
}
