import { analyze, type ComparedRun, type Evidence, judge } from "@wa-routing/analysis";
import type { RunManifest, Scenario } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { type GeneratedRunOptions, generateRun } from "./generated-run.ts";

/** One side of a comparison, made up. */
export interface GeneratedSideOptions extends Pick<GeneratedRunOptions, "order" | "readsAs" | "seed"> {
  /** Names of the catalogue. */
  readonly scenarios: readonly string[];
  readonly trialsPerArm: number;
  /** Changes what a scenario's run left behind. */
  readonly left?: (evidence: Evidence, scenario: Scenario) => Evidence;
}

/** A run that never was, analysed and judged. */
export function generatedSide(options: GeneratedSideOptions): ComparedRun {
  const { order, readsAs, seed, trialsPerArm, left = (evidence) => evidence } = options;
  const sampling = { sampling: "fixed", trialsPerArm } as const;
  const scenarios = options.scenarios.map((name): Scenario => ({ ...findScenario(name), sampling }));
  const analyses = scenarios.map((scenario) => {
    const plan = planScenario(scenario, { seed });
    const made = { order, seed, routerLog: true, ...(readsAs === undefined ? {} : { readsAs }) };
    return analyze(plan, left(generateRun(plan, made), scenario));
  });
  return { manifest: manifestOf(scenarios, seed), scenarios, analyses, checklist: judge(analyses) };
}

function manifestOf(scenarios: readonly Scenario[], seed: number): RunManifest {
  return {
    ...{ schemaVersion: 1, toolVersion: "0.0.0", seed, runToken: "t", scenarios: scenarios.map(({ name }) => name) },
    ...{ required: null, startedAt: "2026-11-01T00:00:00Z", startedAtUnixMs: 0, endedAt: "2026-11-01T00:01:00Z" },
    ...{ exitReason: "completed", exitDetail: null, losses: [], logGaps: [], artifacts: [], eventLoopDelayP99Ms: null },
    gateway: {
      ...{ environment: "embedded", gatewayUrl: null, modelServers: ["generated"], model: "m", gate: "model-server" },
      witnesses: { routerLog: true, arrivals: true, routerMetrics: true },
      ...{ sharedClock: true, router: { name: "generated", verbosity: "2" } },
    },
    host: {
      ...{ node: "v22.0.0", platform: "linux x64", cpus: 2, memoryBytes: 8 * 2 ** 30 },
      ...{ loadAverageAtStart: 0, loadAverageAtEnd: 0 },
    },
  };
}
