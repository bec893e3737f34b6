import { randomBytes } from "node:crypto";
import {
  errorKindOf,
  type GatewayDescription,
  isWaRoutingError,
  type Scenario,
  type SuccessMetricId,
  WaRoutingError,
} from "@wa-routing/protocol";
import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import { defineScenario } from "@wa-routing/scenarios";
import { analyzeAndReport } from "../folder/analyze-and-report.ts";
import type { JudgedRun } from "../folder/analyze-run-folder.ts";
import { newRunFolder, prepareFolder } from "../folder/unused-folder.ts";
import { UNKNOWN_GATEWAY } from "../gateway/asked-gateway.ts";
import type { Progress } from "./progress.ts";
import { RunRecording, type StartsGateway } from "./run-recording.ts";
import { runScenario } from "./run-scenario.ts";

/** A run: what, where, and how it is watched. */
export interface RunOptions {
  readonly scenarios: readonly Scenario[];
  /** Starts or connects to the gateway, unless that is interrupted. It is ended with the run. */
  readonly startGateway: StartsGateway;
  /** What is known of the gateway before it has started, for the run.json of a start that fails. */
  readonly asked?: GatewayDescription;
  /** Default: a fresh one, printed and recorded. */
  readonly seed?: number;
  /** Default: `runs/` and the time. */
  readonly runDir?: string;
  readonly required?: readonly SuccessMetricId[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Analyses the folder, judges it and writes its reports. Default: in this process, whatever else it does meanwhile. */
  readonly judge?: (runDir: string) => Promise<JudgedRun>;
}

const NAMES: OptionNames<RunOptions> = {
  ...{ scenarios: true, startGateway: true, asked: true, seed: true, runDir: true, required: true },
  ...{ signal: true, onProgress: true, judge: true },
};

/** What a run came to. */
export interface RunResult extends JudgedRun {
  readonly runDir: string;
}

/**
 * Runs scenarios against one gateway and judges what came of them.
 *
 * The folder is there before the gateway is, and whole whatever happens: after an interruption or a failure of the environment, also
 * one in its start, it holds what there was, and is judged as far as it goes. Everything that was started has ended by then. Only wrong
 * usage leaves no folder.
 *
 * @throws WaRoutingError `OPTION_INVALID` for an option that there is none of; of the environment that could not be started or broke;
 *   an abort's own reason when interrupted.
 */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  const { scenarios, seed = newSeed(), runDir = newRunFolder(), required = null, asked = UNKNOWN_GATEWAY } = options;
  const { signal = new AbortController().signal, onProgress = () => undefined, judge = analyzeAndReport } = options;
  checkNames("runScenarios", options, NAMES, "OPTION_INVALID");
  checkScenarios(scenarios);
  checkSeed(seed);
  const removeEmpty = prepareFolder(runDir);
  const about = {
    seed,
    required: required === null ? null : [...required],
    scenarios: scenarios.map(({ name }) => name),
    gateway: asked,
  };
  const recording = new RunRecording(runDir, about, signal);
  await recording.during(options.startGateway, async (gateway) => {
    for (const scenario of scenarios) await runScenario(scenario, gateway, recording, { seed, onProgress });
  });
  const failure = await recording.end();
  if (!recording.hasGateway && isWrongUsage(failure)) {
    recording.folder.discard();
    removeEmpty();
    throw failure;
  }
  try {
    const judged = await judge(runDir);
    if (failure === null) return { ...judged, runDir };
  } catch (error) {
    throw failure ?? error;
  }
  throw failure;
}

/** What is put right on the command line: there has been no run. */
function isWrongUsage(failure: unknown): boolean {
  return isWaRoutingError(failure) && errorKindOf(failure.code) === "usage";
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
