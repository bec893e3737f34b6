import type { QueueDiscipline } from "@wa-routing/analysis";
import type { Scenario } from "@wa-routing/protocol";
import { explaining } from "../packages/analysis/src/order/rule-fit.ts";
import type { GeneratedOrder } from "../tests/orders/generated-queue.ts";
import { generatedAnalysis, ORDER_SCENARIOS, orderChecks } from "../tests/orders/verdict-rates.ts";

/** What was found of made-up runs. */
export interface VerdictTally {
  readonly runs: number;
  /** Of them, those in which a check about an order passes, and those in which all do. */
  readonly somePass: number;
  readonly allPass: number;
  /** By scenario and check. */
  readonly verdicts: Record<string, { pass: number; fail: number; inconclusive: number; "not-measured": number }>;
  /** By scenario: how many runs, and how many of them each rule explains. */
  readonly explained: Record<string, { runs: number; rules: Record<string, number> }>;
}

const [order, discipline, last, first, step] = process.argv.slice(2) as [
  GeneratedOrder,
  QueueDiscipline,
  string,
  string,
  string,
];
const tally = { runs: 0, somePass: 0, allPass: 0, verdicts: {}, explained: {} } as {
  -readonly [Field in keyof VerdictTally]: VerdictTally[Field];
};
for (let seed = Number(first); seed <= Number(last); seed += Number(step)) {
  // Even and odd seeds differ in their witnesses: each design gets both.
  const scenario = ORDER_SCENARIOS[Math.floor(seed / 2) % ORDER_SCENARIOS.length] as Scenario;
  const analysis = generatedAnalysis(scenario, order, seed, discipline);
  const checks = orderChecks(scenario, analysis);
  tally.runs += 1;
  const passing = checks.filter(({ verdict }) => verdict === "pass").length;
  if (passing > 0) tally.somePass += 1;
  if (passing === checks.length) tally.allPass += 1;
  for (const { id, verdict } of checks) {
    const key = `${scenario.name} ${id.split(".")[1]}`;
    tally.verdicts[key] ??= { pass: 0, fail: 0, inconclusive: 0, "not-measured": 0 };
    (tally.verdicts[key] as VerdictTally["verdicts"][string])[verdict] += 1;
  }
  tally.explained[scenario.name] ??= { runs: 0, rules: {} };
  const explained = tally.explained[scenario.name] as VerdictTally["explained"][string];
  explained.runs += 1;
  const [attribution] = analysis.attribution;
  for (const { rule } of attribution === undefined ? [] : explaining(attribution)) {
    explained.rules[rule] = (explained.rules[rule] ?? 0) + 1;
  }
}
process.stdout.write(JSON.stringify(tally));
