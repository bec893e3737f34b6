import {
  analyze,
  joinEvidence,
  policiesOf,
  type ReplayedRequest,
  type ReplayInput,
  RULE_NAMES,
  replay,
} from "@wa-routing/analysis";
import { DEFAULT_ROUTER_PARAMETERS, seededRandom } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { inversions } from "../packages/analysis/src/statistics/inversions.ts";
import { jainIndex } from "../packages/analysis/src/statistics/jain-index.ts";
import { kendallTauB } from "../packages/analysis/src/statistics/kendall-tau.ts";
import { quantile } from "../packages/analysis/src/statistics/quantile.ts";
import { summariseRequests } from "../packages/analysis/src/waits/request-summary.ts";
import { allTimesMs, workloadTimes } from "../packages/analysis/src/waits/workload-times.ts";
import type { Benchmark } from "./benchmark.ts";
import { syntheticEvidence } from "./synthetic-evidence.ts";

const SIZES = [10_000, 100_000, 1_000_000];
const DISPATCHES = 100_000;
const WORKLOADS = 8;

/** How fast evidence is analysed and policies are replayed, and how that grows. */
export const benchmark: Benchmark = {
  name: "analysis",
  run(print) {
    const plan = planScenario(findScenario("overhead"), { seed: 1 });
    print(
      "requests    join  summary   waits     tau  inversions  quantile  Jain  |   sum  peak MiB + evidence | analyze",
    );
    const sums = SIZES.map((size) => {
      const evidence = syntheticEvidence(size);
      const evidenceMiB = process.memoryUsage().rss / 2 ** 20;
      const steps: number[] = [];
      const timed = <Result>(step: () => Result): Result => {
        const [result, seconds] = durationOf(step);
        steps.push(seconds);
        return result;
      };
      const joined = timed(() => joinEvidence(evidence));
      timed(() => summariseRequests(plan, evidence.requests, null, () => false));
      const waits = timed(() => workloadTimes(joined, []).flatMap(allTimesMs));
      const sent = joined.traces.map(({ record }) => record.sendMs);
      const arrived = joined.traces.map(({ arrival }) => arrival?.arrivedMs ?? 0);
      timed(() => kendallTauB(sent, arrived));
      timed(() => inversions(arrived));
      timed(() => quantile(waits, 0.99));
      timed(() => jainIndex(waits));
      const sum = steps.reduce((total, seconds) => total + seconds, 0);
      const peakMiB = process.resourceUsage().maxRSS / 1024;
      const [, whole] = durationOf(() => analyze(plan, evidence));
      const columns = steps.map((seconds, index) => seconds.toFixed(3).padStart(index === 4 ? 11 : 8)).join("");
      print(
        `${String(size).padStart(8)}${columns}  | ${sum.toFixed(2)} s  ${(peakMiB - evidenceMiB).toFixed(0).padStart(7)} + ${evidenceMiB.toFixed(0).padStart(4)} | ${whole.toFixed(2)} s`,
      );
      return sum;
    });
    const [, tenth = Number.NaN, all = Number.NaN] = sums;
    print(
      `a million: ${all.toFixed(2)} s  (goal 3 at most, below 1024 MiB); ${(all / tenth).toFixed(1)} times a tenth of it`,
    );
    againstEveryPair(print);
    for (const waiting of [24, 500]) replays(print, waiting);
    for (const size of SIZES) drain(print, size);
    return Promise.resolve();
  },
};

/** Kendall's tau against looking at every pair. */
function againstEveryPair(print: (line: string) => void): void {
  const random = seededRandom(1);
  const a = Array.from({ length: 10_000 }, random);
  const b = Array.from({ length: 10_000 }, random);
  const [, ours] = durationOf(() => kendallTauB(a, b));
  const [, naive] = durationOf(() => {
    let difference = 0;
    for (let i = 0; i < a.length; i++) {
      for (let j = 0; j < i; j++) {
        difference += Math.sign((a[i] as number) - (a[j] as number)) * Math.sign((b[i] as number) - (b[j] as number));
      }
    }
    return difference;
  });
  print(`tau of 10,000: every pair / ours  ${(naive / ours).toFixed(0)}`);
}

/** Dispatches per second while so many requests wait. */
function replays(print: (line: string) => void, waiting: number): void {
  const input = steadyQueue(DISPATCHES, waiting);
  print(`replay, ${waiting} waiting: ${replayRates(input)}  (goal 300 k/s)`);
}

/** A queue that is filled with so many requests before the first is dispatched. */
function drain(print: (line: string) => void, size: number): void {
  const input = steadyQueue(size, size);
  print(`replay, ${size} held, then drained: ${replayRates(input)}`);
}

function replayRates(input: ReplayInput): string {
  const rates = RULE_NAMES.flatMap(policiesOf).map((policy) => {
    const [order, seconds] = durationOf(() => replay(policy, input));
    const under = policy.discipline === null ? "" : ` (${policy.discipline})`;
    return `${policy.rule}${under} ${perSecond(order.length, seconds)}`;
  });
  return rates.join(", ");
}

/** One request in ten has no header, and so a workload of its own. */
function steadyQueue(dispatches: number, waiting: number): ReplayInput {
  const random = seededRandom(waiting);
  const requests = Array.from({ length: dispatches }, (_, index): ReplayedRequest => {
    const workload = Math.floor(random() * WORKLOADS);
    const headerless = random() < 0.1;
    return {
      workload: headerless ? `request ${index}` : `workload ${workload}`,
      criticality: headerless ? 3 : 1 + (workload % 5),
      enqueuedMs: index,
    };
  });
  const dispatchesMs = requests.map((_, index) => index + waiting - 0.5);
  return { requests, dispatchesMs, parameters: DEFAULT_ROUTER_PARAMETERS };
}

function perSecond(count: number, seconds: number): string {
  return `${(count / seconds / 1000).toFixed(0)} k/s`;
}

/**
 * Seconds of processor time (those of the collector's threads included) or by the clock, whichever are fewer: both are at least
 * what the work takes on an idle machine.
 */
function durationOf<Result>(work: () => Result): [Result, number] {
  const before = process.cpuUsage();
  const startMs = performance.now();
  const result = work();
  const elapsedMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  return [result, Math.min(elapsedMs / 1e3, (user + system) / 1e6)];
}
