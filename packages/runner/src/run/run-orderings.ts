import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AnalysedOrdering, type Analysis, compareOrderings } from "@wa-routing/analysis";
import { type OrderingComparison, readableOrderingComparisonSchema } from "@wa-routing/protocol";
import { renderOrderingsHtml, renderOrderingsMarkdown } from "@wa-routing/report";
import { analyzeRunFolder } from "../folder/analyze-run-folder.ts";
import { readJsonFile, writeJsonFile } from "../folder/json-file.ts";
import { ORDERING_FILES } from "../folder/run-files.ts";
import { scenariosIn } from "../folder/run-report.ts";
import { subFolder } from "../folder/sub-folder.ts";
import { writeTextFile } from "../folder/text-file.ts";
import { newRunFolder, prepareFolder } from "../folder/unused-folder.ts";
import { newSeed, type RunOptions, runScenarios } from "./run-scenarios.ts";

/** The same scenarios under several orderings. */
export interface OrderingsOptions extends Omit<RunOptions, "startGateway" | "asked"> {
  /** Gateways that order so. Each is ended before the next one is started. */
  readonly orderings: readonly ({ readonly ordering: string } & Pick<RunOptions, "startGateway" | "asked">)[];
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
 * @throws WaRoutingError as {@link runScenarios}, for the first ordering that cannot be run to its end; what was run stays, and is compared.
 */
export async function runOrderings({ orderings, onOrdering, ...options }: OrderingsOptions): Promise<OrderingsResult> {
  const { seed = newSeed(), runDir = newRunFolder() } = options;
  const removeEmpty = prepareFolder(runDir);
  const scenarios = options.scenarios.map(({ name }) => name);
  const runs = new Map(orderings.map(({ ordering }): [string, readonly Analysis[]] => [ordering, []]));
  const compared = () =>
    writeComparison(
      runDir,
      compareOrderings(
        [...runs].map(([ordering, analyses]) => ({ ordering, analyses })),
        { seed, scenarios },
      ),
    );
  for (const { ordering, startGateway, asked } of orderings) {
    onOrdering?.(ordering);
    const run = { startGateway, runDir: join(runDir, ordering), ...(asked === undefined ? {} : { asked }) };
    try {
      runs.set(ordering, (await runScenarios({ ...options, ...run, seed })).analyses);
    } catch (error) {
      if (!existsSync(join(runDir, orderings[0]?.ordering ?? ""))) {
        removeEmpty();
        throw error;
      }
      runs.set(ordering, await analysesIn(runDir, ordering));
      await compared();
      throw error;
    }
  }
  return { comparison: await compared(), runDir };
}

/** What a run folder tells of one ordering; nothing where its run has not begun. */
async function analysesIn(path: string, ordering: string): Promise<readonly Analysis[]> {
  const folder = subFolder(path, ordering);
  return existsSync(folder) ? (await analyzeRunFolder(folder)).analyses : [];
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
    runs.push({ ordering, analyses: await analysesIn(path, ordering) });
  }
  return await writeComparison(path, compareOrderings(runs, known));
}

/** The comparison that a folder holds; its reports are written again. */
export async function reportOrderings(path: string): Promise<OrderingComparison> {
  return await writeComparison(path, readComparison(path));
}

function readComparison(path: string): OrderingComparison {
  return readJsonFile(join(path, ORDERING_FILES.comparison), readableOrderingComparisonSchema);
}

async function writeComparison(path: string, comparison: OrderingComparison): Promise<OrderingComparison> {
  writeJsonFile(join(path, ORDERING_FILES.comparison), comparison);
  writeTextFile(join(path, ORDERING_FILES.markdown), renderOrderingsMarkdown(comparison));
  const runs = comparison.runs.map(({ ordering }) => {
    const folder = subFolder(path, ordering);
    return { ordering, scenarios: existsSync(folder) ? scenariosIn(folder, null) : [] };
  });
  writeTextFile(join(path, ORDERING_FILES.html), await renderOrderingsHtml({ comparison, runs }));
  return comparison;
}
