import { planScenario } from "@wa-routing/scenarios";
import { readScenario, withTrials } from "../scenario-source.ts";

/** `wa-routing plan` */
export function planCommand(which: string, { seed = 1, trials }: { seed?: number; trials?: number }): void {
  const plan = planScenario(withTrials(readScenario(which), trials), { seed });
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
}
