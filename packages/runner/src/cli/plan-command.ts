import { checkReachable, planScenario } from "@wa-routing/scenarios";
import { readScenario, withTrials } from "../scenario-source.ts";
import type { PlanCommandOptions } from "./plan-options.ts";

/** `wa-routing plan` */
export function planCommand(which: string, { seed = 1, trials }: PlanCommandOptions): void {
  const plan = planScenario(withTrials(readScenario(which), trials), { seed });
  checkReachable(plan);
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
}
