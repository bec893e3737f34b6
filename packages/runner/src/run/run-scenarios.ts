import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RunningGateway } from "@wa-routing/environments";
import {
  isWaRoutingError,
  type RunManifest,
  type Scenario,
  type SuccessMetricId,
  WaRoutingError,
} from "@wa-routing/protocol";
import { analyzeRunFolder, type JudgedRun, writeReports } from "../folder/analyze-run-folder.ts";
import { newRunFolder, RunFolder } from "../folder/run-folder.ts";
import { newManifest } from "../folder/run-manifest.ts";
import type { Progress } from "./carry-out.ts";
import { type RunClock, startRunClock } from "./run-clock.ts";
import { runScenario } from "./run-scenario.ts";

/** A run: what, where, and how it is watched. */
export interface RunOptions {
  readonly scenarios: readonly Scenario[];
  /** Starts or connects to the gateway. It is ended with the run. */
  readonly startGateway: () => Promise<RunningGateway>;
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

const METRICS_EVERY_MS = 250;

/**
 * Runs scenarios against one gateway and judges what came of them.
 *
 * The folder is whole whatever happens: after an interruption or a failure of the environment it holds what there was, and is
 * judged as far as it goes.
 *
 * @throws WaRoutingError of the environment that could not be started or broke; an abort's own reason when interrupted.
 */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  const { scenarios, seed = newSeed(), signal = new AbortController().signal } = options;
  checkNames(scenarios);
  const runDir = options.runDir ?? newRunFolder();
  await using gateway = await options.startGateway();
  const folder = new RunFolder(runDir, { routerLog: gateway.description.witnesses.routerLog });
  const clock = startRunClock();
  const eventLoop = monitorEventLoopDelay({ resolution: 1 });
  eventLoop.enable();
  let manifest = newManifest({
    seed,
    required: options.required == null ? null : [...options.required],
    scenarios: scenarios.map(({ name }) => name),
    gateway: gateway.description,
  });
  folder.writeManifest(manifest);
  const watch = await gateway.watch({
    onArrivals: (records) => folder.arrivals(records),
    onLogChunk: (chunk) => folder.logChunk(chunk),
    onGap: (description) => {
      manifest = { ...manifest, logGaps: [...manifest.logGaps, description] };
    },
  });
  const sampler = sampleMetrics(gateway, folder, clock);
  let failure: unknown = null;
  try {
    for (const scenario of scenarios) {
      await runScenario(scenario, gateway, folder, {
        seed,
        runToken: manifest.runToken,
        clock,
        signal,
        onMetric: (sample) => folder.metric(sample),
        onProgress: options.onProgress ?? (() => undefined),
        settle: (limits) => watch.settle(limits),
      });
    }
  } catch (error) {
    failure = error;
  }
  clearInterval(sampler);
  await watch.stop();
  folder.close();
  eventLoop.disable();
  const host = { ...manifest.host, loadAverageAtEnd: loadavg()[0] ?? 0 };
  folder.keep(gateway.artifacts);
  manifest = {
    ...manifest,
    host,
    artifacts: [...folder.kept],
    ...ending(failure, signal, eventLoop.percentile(99) / 1e6),
  };
  folder.writeManifest(manifest);
  const judged = await analyzeRunFolder(runDir);
  writeReports(runDir);
  if (failure !== null) throw failure;
  return { ...judged, runDir };
}

/** A seed for a run that was given none. */
export function newSeed(): number {
  return randomBytes(4).readUInt32LE();
}

function ending(failure: unknown, signal: AbortSignal, eventLoopDelayP99Ms: number): Partial<RunManifest> {
  const broke = isWaRoutingError(failure) && failure.code === "ENVIRONMENT_BROKE";
  const exitReason =
    failure === null ? "completed" : signal.aborted ? "interrupted" : broke ? "environment-failed" : "failed";
  return {
    endedAt: new Date().toISOString(),
    exitReason,
    exitDetail: failure === null ? null : failure instanceof Error ? failure.message : String(failure),
    eventLoopDelayP99Ms: Number.isFinite(eventLoopDelayP99Ms) ? eventLoopDelayP99Ms : null,
  };
}

function sampleMetrics(gateway: RunningGateway, folder: RunFolder, clock: RunClock): NodeJS.Timeout {
  const { metrics } = gateway;
  let busy = false;
  const sample = async () => {
    if (busy || metrics === null) return;
    busy = true;
    const gauges = await metrics.sample().catch(() => null);
    if (gauges !== null) folder.metric({ atMs: clock.nowMs(), ...gauges });
    busy = false;
  };
  return setInterval(() => void sample(), METRICS_EVERY_MS);
}

function checkNames(scenarios: readonly Scenario[]): void {
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
