import type { RunningGateway } from "@wa-routing/environments";
import type { Scenario } from "@wa-routing/protocol";
import { planScenario } from "@wa-routing/scenarios";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { failIfTooFewFiles } from "./open-file-limit.ts";
import { openRoutes } from "./open-routes.ts";
import type { RunRecording } from "./run-recording.ts";

/** What one scenario needs of the run that it is part of. */
export interface ScenarioOptions extends Pick<CarryOutOptions, "onProgress"> {
  readonly seed: number;
}

const SETTLED = { quietMs: 100, deadlineMs: 2000 } as const;

/**
 * Plans one scenario and carries it out; the evidence is in the recording's folder.
 *
 * The rest of the path needs no gateway: {@link analyzeRunFolder} reads the folder back, analyses and judges, and
 * {@link writeReports} reports.
 */
export async function runScenario(
  scenario: Scenario,
  gateway: RunningGateway,
  recording: RunRecording,
  { seed, onProgress }: ScenarioOptions,
): Promise<void> {
  const { clock, folder, runToken, signal } = recording;
  await using routes = await openRoutes(gateway, scenario, signal);
  const plan = planScenario(scenario, { seed, runToken, routes: [...routes.addresses.keys()] });
  failIfTooFewFiles(plan, gateway);
  const recorder = folder.beginScenario(plan);
  const onMetric = folder.metric.bind(folder);
  try {
    await carryOut(plan, gateway, recorder, { clock, signal, routes, onMetric, onProgress, recording });
  } finally {
    folder.keep(routes.artifacts, scenario.name);
  }
  await recording.settle(SETTLED);
  recorder.flush();
}
