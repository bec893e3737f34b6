import type { RunningGateway } from "@wa-routing/environments";
import type { Plan, Scenario } from "@wa-routing/protocol";
import { planScenario } from "@wa-routing/scenarios";
import type { RunFolder } from "../folder/run-folder.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { openRoutes } from "./open-routes.ts";

/** What one scenario needs of the run that it is part of. */
export interface ScenarioOptions extends Omit<CarryOutOptions, "routes"> {
  readonly seed: number;
  readonly runToken: string;
}

const SETTLED = { quietMs: 100, deadlineMs: 2000 } as const;

/**
 * Plans one scenario and carries it out; the evidence is in the folder.
 *
 * The rest of the path needs no gateway: {@link analyzeRunFolder} reads the folder back, analyses and judges, and
 * {@link writeReports} reports.
 */
export async function runScenario(
  scenario: Scenario,
  gateway: RunningGateway,
  folder: RunFolder,
  options: ScenarioOptions & { readonly settle: (limits: typeof SETTLED) => Promise<void> },
): Promise<Plan> {
  const { seed, runToken, settle } = options;
  await using routes = await openRoutes(gateway, scenario);
  const plan = planScenario(scenario, { seed, runToken, routes: [...routes.urls.keys()] });
  const recorder = folder.beginScenario(plan);
  try {
    await carryOut(plan, gateway, recorder, { ...options, routes });
  } finally {
    folder.keep(routes.artifacts, scenario.name);
  }
  await settle(SETTLED);
  recorder.flush();
  return plan;
}
