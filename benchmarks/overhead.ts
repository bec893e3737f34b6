import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorkloadClient } from "@wa-routing/client";
import { findEnvoy, findEpp, type RunningGateway, startStandalone } from "@wa-routing/environments";
import { execa } from "execa";
import { findScenario, runScenarios } from "wa-routing";
import { medianInterval } from "../packages/analysis/src/statistics/median-interval.ts";
import { quantile } from "../packages/analysis/src/statistics/quantile.ts";
import { tableLines } from "../packages/report/src/table-lines.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";

const ROUNDS = 15;
const REQUESTS = 600;
const CONNECTIONS = 8;

/** What the ways to a model server cost on a real Envoy and endpoint picker, and what the picker's log points cost. */
export const benchmark: Benchmark = {
  name: "overhead",
  async run(print) {
    const missing = await whatIsMissing();
    if (missing === null) {
      await fourWays(print);
      await logPoints(print);
    } else {
      print(`skipped, on the standalone gateway: ${missing}`);
    }
    await goBenchmark(print);
  },
};

async function whatIsMissing(): Promise<string | null> {
  try {
    findEnvoy(undefined);
    await findEpp(undefined);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The scenario `overhead`, as `wa-routing run` judges it. */
async function fourWays(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-overhead-"));
  const { checklist } = await runScenarios({
    scenarios: [findScenario("overhead")],
    startGateway: () => startStandalone(),
    runDir: join(folder, "run"),
  });
  rmSync(folder, { recursive: true });
  const check = checklist.checks.find(({ id }) => id === "performance.overhead");
  print(`${check?.verdict}: ${check?.summary}`);
  for (const line of check?.table === undefined ? [] : tableLines(check.table, 100)) print(line);
}

interface Round {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

/** One gateway with the log points (-v 2) and one without (-v 1), in a closed loop, round about; which is first changes. */
async function logPoints(print: (line: string) => void): Promise<void> {
  await using on = await startStandalone({ logVerbosity: 2 });
  await using off = await startStandalone({ logVerbosity: 1 });
  await closedLoop(on);
  await closedLoop(off);
  const rounds: { on: Round; off: Round }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 0) rounds.push({ on: await closedLoop(on), off: await closedLoop(off) });
    else {
      const without = await closedLoop(off);
      rounds.push({ on: await closedLoop(on), off: without });
    }
  }
  for (const [name, key] of [
    ["on (-v 2) ", "on"],
    ["off (-v 1)", "off"],
  ] as const) {
    const rate = median(rounds.map((round) => round[key].requestsPerSecond));
    const p99Ms = median(rounds.map((round) => round[key].p99Ms));
    print(
      `log points ${name}  ${rate.toFixed(0)} requests/s, p99 ${p99Ms.toFixed(2)} ms (medians of ${ROUNDS} rounds)`,
    );
  }
  const ratio = medianInterval(rounds.map((round) => round.on.requestsPerSecond / round.off.requestsPerSecond));
  const difference = medianInterval(rounds.map((round) => round.on.p99Ms - round.off.p99Ms));
  print(`requests/s on / off  ${withInterval(ratio)}`);
  print(`p99 on − off         ${withInterval(difference)} ms`);
}

function withInterval(of: ReturnType<typeof medianInterval>): string {
  return of === null
    ? "too few rounds"
    : `${of.median.toFixed(2)} (${of.low.toFixed(2)} to ${of.high.toFixed(2)}, 95 %)`;
}

async function closedLoop({ url, description }: RunningGateway): Promise<Round> {
  const workload = { id: "bench", criticality: 3 } as const;
  await using client = createWorkloadClient({ baseUrl: url, model: description.model, workload });
  const latencies: number[] = [];
  let left = REQUESTS;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const { outcome, errorText, sendMs, endMs } = await client.complete({ prompt: "x", maxTokens: 1 });
      if (outcome !== "completed") throw new Error(`a request was ${outcome}: ${errorText}`);
      latencies.push(endMs - sendMs);
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const requestsPerSecond = (REQUESTS * 1000) / (performance.now() - startMs);
  return { requestsPerSecond, p99Ms: quantile(latencies, 0.99) };
}

/** The plugin's own part of a request, in Go, with log points and without. */
async function goBenchmark(print: (line: string) => void): Promise<void> {
  const epp = fileURLToPath(new URL("../epp", import.meta.url));
  const options = { cwd: epp, reject: false } as const;
  const { failed: noGo } = await execa("go", ["version"], options);
  if (noGo) {
    print("skipped, the benchmark of the plugin: there is no Go");
    return;
  }
  const arguments_ = ["test", "-run", "^$", "-bench", "^BenchmarkRequest$", "./workloadaware"];
  const { stdout, stderr, failed } = await execa("go", arguments_, options);
  if (failed) throw new Error(`go ${arguments_.join(" ")}: ${stderr || stdout}`);
  for (const line of stdout.split("\n").filter((text) => text.startsWith("Benchmark"))) {
    print(line.replaceAll(/\s+/g, " "));
  }
}
