import { join } from "node:path";
import { isOrderClaim, type Pass, type Scenario } from "@wa-routing/protocol";
import { analyzeAndReport } from "../folder/analyze-and-report.ts";
import { passesIn } from "../folder/pass-folders.ts";
import { newRunFolder, prepareFolder } from "../folder/unused-folder.ts";
import { newSeed, type RunOptions, type RunResult, runScenarios } from "./run-scenarios.ts";

/** A run of which each order is proven in two passes. */
export interface PassesOptions extends RunOptions {
  /** As `startGateway`, with the router's log at -v 2. */
  readonly startQuietGateway: RunOptions["startGateway"];
  /** Before each pass; null: there is only one. */
  readonly onPass?: (pass: Pass | null, scenarios: readonly Scenario[]) => void;
}

/**
 * Runs scenarios against a router with a quiet log, and those that claim an order then with a verbose one: the quiet pass shows the
 * order at the model servers, and times that the log does not lengthen; the verbose pass shows the order in the log. Without such
 * scenarios there is one pass, with the verbose log.
 *
 * Each pass is a run folder in the run's folder, whole whatever happens.
 *
 * @throws WaRoutingError as {@link runScenarios}, for the first pass that cannot be run to its end.
 */
export async function runPasses({ startQuietGateway, onPass, ...options }: PassesOptions): Promise<RunResult> {
  const { scenarios, seed = newSeed(), runDir = newRunFolder() } = options;
  const ordered = scenarios.filter(claimsOrder);
  if (ordered.length === 0) {
    onPass?.(null, scenarios);
    return await runScenarios(options);
  }
  const removeEmpty = prepareFolder(runDir);
  const run = async (pass: Pass, of: readonly Scenario[], startGateway: RunOptions["startGateway"]) => {
    onPass?.(pass, of);
    await runScenarios({ ...options, scenarios: of, startGateway, seed, runDir: join(runDir, pass) });
  };
  let failure: unknown = null;
  try {
    await run("quiet", scenarios, startQuietGateway);
    await run("verbose", ordered, options.startGateway);
  } catch (error) {
    failure = error;
  }
  if (failure !== null && passesIn(runDir) === null) {
    removeEmpty();
    throw failure;
  }
  const judged = await analyzeAndReport(runDir);
  if (failure !== null) throw failure;
  return { ...judged, runDir };
}

function claimsOrder({ steps, expectations }: Scenario): boolean {
  return steps.some(({ step }) => step === "hold") || expectations.some(isOrderClaim);
}
