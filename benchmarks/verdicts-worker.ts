import type { Scenario } from "@wa-routing/protocol";
import type { GeneratedOrder } from "../tests/orders/generated-queue.ts";
import { ORDER_SCENARIOS, orderVerdicts } from "../tests/orders/verdict-rates.ts";

/** Verdicts by scenario and check. */
export type VerdictTally = Record<string, { pass: number; fail: number; inconclusive: number; "not-measured": number }>;

const [order, first, last, step] = process.argv.slice(2) as [GeneratedOrder, string, string, string];
const tally: VerdictTally = {};
for (let seed = Number(first); seed <= Number(last); seed += Number(step)) {
  // Even and odd seeds differ in their witnesses: each design gets both.
  const scenario = ORDER_SCENARIOS[Math.floor(seed / 2) % ORDER_SCENARIOS.length] as Scenario;
  for (const { id, verdict } of orderVerdicts(scenario, order, seed)) {
    const key = `${scenario.name} ${id.split(".")[1]}`;
    tally[key] ??= { pass: 0, fail: 0, inconclusive: 0, "not-measured": 0 };
    (tally[key] as VerdictTally[string])[verdict] += 1;
  }
}
process.stdout.write(JSON.stringify(tally));
