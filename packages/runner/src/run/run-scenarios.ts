import { randomBytes } from "node:crypto";
import type { RunningGateway } from "@wa-routing/environments";
import { type Scenario, type SuccessMetricId, WaRoutingError } from "@wa-routing/protocol";
import { defineScenario } from "@wa-routing/scenarios";
import { analyzeRunFolder, type JudgedRun, writeReports } from "../folder/analyze-run-folder.ts";
import { newRunFolder, prepareFolder } from "../folder/unused-folder.ts";
import type { Progress } from "./carry-out.ts";
import { RunRecording } from "./run-recording.ts";
import { runScenario } from "./run-scenario.ts";

/** A run: what, where, and how it is watched. */
export interface RunOptions {
  readonly scenarios: readonly Scenario[];
  /** Starts or connects to the gateway, unless that is interrupted. It is ended with the run. */
  readonly startGateway: (signal: AbortSignal) => Promise<RunningGateway>;
  /** Default: a fresh one, printed and recorded. */
  readonly seed?: number;
  /** Default: `runs/` and the time. */
  readonly runDir?: string;
  readonly required?: readonly SuccessMetricId[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a run came to. */
export interface RunResult extends JudgedRun {
  readonly runDir: string;
}

/**
 * Runs scenarios against one gateway and judges what came of them.
 *
 * The folder is whole whatever happens: after an interruption or a failure of the environment it holds what there was, and is
 * judged as far as it goes. Everything that was started has ended by then.
 *
 * @throws WaRoutingError of the environment that could not be started or broke; an abort's own reason when interrupted.
 */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  const { scenarios, seed = newSeed(), runDir = newRunFolder(), required = null } = options;
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  checkScenarios(scenarios);
  checkSeed(seed);
  const removeEmpty = prepareFolder(runDir);
  const gateway = await options.startGateway(signal).catch((error: unknown) => {
    removeEmpty();
    throw error;
  });
  const about = {
    seed,
    required: required === null ? null : [...required],
    scenarios: scenarios.map(({ name }) => name),
  };
  const recording = await RunRecording.begin(runDir, gateway, about, signal);
  await recording.during(async () => {
    for (const scenario of scenarios) await runScenario(scenario, gateway, recording, { seed, onProgress });
  });
  const failure = await recording.end();
  try {
    const judged = await analyzeRunFolder(runDir);
    writeReports(runDir);
    if (failure === null) return { ...judged, runDir };
  } catch (error) {
    throw failure ?? error;
  }
  throw failure;
}

/** @throws WaRoutingError `OPTION_INVALID` for a seed that the evidence could not hold as it is. */
function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed)) return;
  throw new WaRoutingError(`--seed is ${seed}`, {
    code: "OPTION_INVALID",
    field: "--seed",
    value: seed,
    expected: `a whole number of at most ${Number.MAX_SAFE_INTEGER}`,
    remedy: "leave it out for a fresh one, which is recorded in run.json",
  });
}

/** A seed for a run that was given none. */
export function newSeed(): number {
  return randomBytes(4).readUInt32LE();
}

/** @throws WaRoutingError `SCENARIO_INVALID`, or `SCENARIO_UNKNOWN` where there is none, or one is there twice. */
function checkScenarios(scenarios: readonly Scenario[]): void {
  for (const scenario of scenarios) defineScenario(scenario);
  const names = scenarios.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (names.length > 0 && twice === undefined) return;
  throw new WaRoutingError(names.length === 0 ? "there is no scenario to run" : `scenario ${twice} is named twice`, {
    code: "SCENARIO_UNKNOWN",
    field: "--scenario",
    value: names.join(","),
    expected: "one or more scenarios, each once",
  });
}
