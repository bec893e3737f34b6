import { fileURLToPath } from "node:url";
import type { QueueDiscipline } from "@wa-routing/analysis";
import { binomialInterval } from "../packages/analysis/src/statistics/binomial-interval.ts";
import type { GeneratedOrder } from "../tests/orders/generated-queue.ts";
import type { Benchmark } from "./benchmark.ts";
import { inProcesses } from "./in-processes.ts";
import type { VerdictTally } from "./verdicts-worker.ts";

const SEEDS = Number(process.env.WA_ROUTING_VERDICT_SEEDS ?? 10_000);

interface Router {
  readonly order: GeneratedOrder;
  /** Of an order by scores. */
  readonly disciplines: readonly QueueDiscipline[];
  /** Of the seeds, for each discipline. */
  readonly share: number;
  /** Of the share of runs in which some check passes, or all do. */
  readonly goal: { readonly some?: string; readonly all?: string };
}

const WRONG = { some: "  (goal at most 0.1 %)" };
const HEAP = ["lazy-max-min-heap"] as const;
const ALL = ["lazy-max-min-heap", "lazy-binary-heap", "sorted"] as const;

// The rates that matter are those of orders that a workload-aware router never gives, and of those that it does.
const ROUTERS: readonly Router[] = [
  { order: "fcfs", disciplines: HEAP, share: 1, goal: WRONG },
  { order: "shuffled", disciplines: HEAP, share: 1, goal: WRONG },
  { order: "workload-aware", disciplines: ALL, share: 0.1, goal: { all: "  (goal at least 99 %)" } },
  { order: "strict", disciplines: HEAP, share: 0.05, goal: {} },
  { order: "reversed", disciplines: HEAP, share: 0.05, goal: {} },
  { order: "partly-right", disciplines: HEAP, share: 0.05, goal: {} },
  { order: "without-criticality", disciplines: ALL, share: 0.02, goal: {} },
  { order: "without-rate", disciplines: ALL, share: 0.02, goal: {} },
  { order: "without-wait", disciplines: ALL, share: 0.02, goal: {} },
];

const LEAST_RUNS = 10;

/** How often made-up orders pass, by the catalogue's designs in turn: false passes of wrong orders, power on the right one; and what explains them. */
export const benchmark: Benchmark = {
  name: "verdicts",
  async run(print) {
    print(`${SEEDS} seeds over the catalogue's designs; WA_ROUTING_VERDICT_SEEDS changes it`);
    for (const { order, disciplines, share, goal } of ROUTERS) {
      for (const discipline of disciplines) {
        const runs = Math.max(LEAST_RUNS, Math.round(SEEDS * share));
        const worker = fileURLToPath(new URL("./verdicts-worker.ts", import.meta.url));
        const tallies = await inProcesses<VerdictTally>(worker, [order, discipline, String(runs)]);
        print(`${order}${disciplines === ALL ? `, ${discipline}` : ""}: ${runs} runs`);
        printVerdicts(print, tallies);
        printRuns(print, tallies, goal);
        printExplained(print, tallies);
      }
    }
  },
};

/** Of all runs those in which anything passes, and everything; a goal is for the one that has it. */
function printRuns(print: (line: string) => void, tallies: readonly VerdictTally[], goal: Router["goal"]): void {
  const sum = (key: "runs" | "somePass" | "allPass") => tallies.reduce((all, tally) => all + tally[key], 0);
  const runs = sum("runs");
  print(`  ${"runs in which any check passes".padEnd(42)} ${shareText(sum("somePass"), runs)}${goal.some ?? ""}`);
  print(`  ${"runs in which every check passes".padEnd(42)} ${shareText(sum("allPass"), runs)}${goal.all ?? ""}`);
}

function printVerdicts(print: (line: string) => void, tallies: readonly VerdictTally[]): void {
  for (const check of keysOf(tallies, ({ verdicts }) => verdicts)) {
    const count = (verdict: keyof VerdictTally["verdicts"][string]) =>
      tallies.reduce((sum, { verdicts }) => sum + (verdicts[check]?.[verdict] ?? 0), 0);
    const [pass, fail, inconclusive] = [count("pass"), count("fail"), count("inconclusive")];
    print(
      `  ${check.padEnd(42)} pass ${shareText(pass, pass + fail + inconclusive)}; fail ${fail}, inconclusive ${inconclusive}`,
    );
  }
}

function printExplained(print: (line: string) => void, tallies: readonly VerdictTally[]): void {
  for (const scenario of keysOf(tallies, ({ explained }) => explained)) {
    const parts = tallies.flatMap(({ explained }) => explained[scenario] ?? []);
    const runs = parts.reduce((sum, part) => sum + part.runs, 0);
    const counts = keysOf(parts, ({ rules }) => rules).map(
      (rule) => `${rule} ${parts.reduce((sum, { rules }) => sum + (rules[rule] ?? 0), 0)}`,
    );
    print(`  ${scenario.padEnd(42)} of ${runs} explained by: ${counts.length === 0 ? "no rule" : counts.join(", ")}`);
  }
}

function keysOf<Part>(parts: readonly Part[], of: (part: Part) => object): string[] {
  return [...new Set(parts.flatMap((part) => Object.keys(of(part))))].sort();
}

/** `12 of 2000 = 0.60 %, 95 %: 0.31 % to 1.05 %` */
function shareText(count: number, all: number): string {
  const { low, high } = binomialInterval(count, all);
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  return `${count} of ${all} = ${percent(count / all)}, 95 %: ${percent(low)} to ${percent(high)}`;
}
