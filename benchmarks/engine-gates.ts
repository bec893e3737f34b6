import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ModelServerOptions } from "@wa-routing/model-server";
import { type Checklist, type StepRecord, stepRecordSchema } from "@wa-routing/protocol";
import { startSimulator } from "@wa-routing/simulator";
import { startStandalone } from "wa-routing";
import { engineRequestsOf } from "../packages/environments/src/gate/engine-requests.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";

const RUNS = Number(process.env.WA_ROUTING_ENGINE_GATES_RUNS ?? 20);
const LOOK_EVERY_MS = 100;
const ENGINE_SERVER = fileURLToPath(new URL("./engine-server.ts", import.meta.url));
const CLI = fileURLToPath(new URL("../packages/runner/bin/wa-routing.js", import.meta.url));

/** Engines as others have them, which know nothing of our gate. */
const ENGINE = { ttftMs: 1, itlMs: 10 } as const;
type EngineOptions = ModelServerOptions & { readonly slots: number };
const ROWS: readonly (readonly [router: RouterName, gate: string, options: EngineOptions])[] = [
  ["simulator", "blockers", { slots: 4 }],
  ["simulator", "blockers", { slots: 64 }],
  ["simulator", "blockers", { slots: 256 }],
  ["simulator", "blockers", { slots: 1024 }],
  ["simulator", "blockers", { slots: 4, keepAborted: true }],
  ["simulator", "vllm-pause", { slots: 256 }],
  ["standalone", "blockers", { slots: 4 }],
  ["standalone", "blockers", { slots: 64 }],
  ["standalone", "blockers", { slots: 256 }],
  ["standalone", "blockers", { slots: 1024 }],
  ["standalone", "vllm-pause", { slots: 256 }],
];

/** Where a run finds a gateway. */
interface Addresses {
  readonly gatewayUrl: string;
  readonly modelServerUrl: string;
  readonly modelServerAdminUrl: string;
  readonly routerMetricsUrl: string;
  readonly routerLog: string;
}

/** Before an engine: the simulator, or Envoy and the reference picker. */
const ROUTERS = { simulator: withSimulator, standalone: withStandalone } as const;
type RouterName = keyof typeof ROUTERS;

/** What one run showed of the gate. */
interface GateRun {
  readonly verdict: Checklist["verdict"] | "none";
  /** Checks that do not pass, and steps that went wrong. */
  readonly open: readonly string[];
  readonly holdsMs: readonly number[];
  /** The most requests that the engine had at once: blockers, where there are any. */
  readonly mostRequests: number;
}

/**
 * Runs basic-priority again and again through routers and engines of which no gate of ours is used: `WA_ROUTING_ENGINE_GATES_RUNS`
 * times each, 20 by default. None may fail, and every hold must hold.
 */
export const benchmark: Benchmark = {
  name: "engine-gates",
  async run(print) {
    for (const [router, gate, options] of ROWS) {
      const name = `${router}, --gate ${gate}, ${options.slots} slots${options.keepAborted === true ? ", aborted requests kept" : ""}`;
      const runs: GateRun[] = [];
      for (let seed = 0; seed < RUNS; seed++) {
        runs.push(await ROUTERS[router](options, (addresses) => gateRun(gate, addresses, seed)));
      }
      const count = (wanted: GateRun["verdict"]) => runs.filter(({ verdict }) => verdict === wanted).length;
      const holdsMs = runs.flatMap((run) => run.holdsMs);
      print(
        `${name}: ${count("pass")} of ${RUNS} pass, ${count("inconclusive")} inconclusive, ${count("fail")} fail, ${count("none")} without a verdict; a hold takes ${median(holdsMs).toFixed(0)} ms (median; ${Math.max(...holdsMs).toFixed(0)} at most); at most ${Math.max(...runs.map(({ mostRequests }) => mostRequests))} requests in the engine`,
      );
      for (const text of new Set(runs.flatMap(({ open }) => open))) print(`  ${text}`);
      if (count("fail") + count("none") > 0) process.exitCode = 1;
    }
  },
};

async function withSimulator<Result>(options: EngineOptions, use: (addresses: Addresses) => Promise<Result>) {
  await using engine = await startEngine({ ...ENGINE, ...options });
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-engine-gates-"));
  const routerLog = join(folder, "router.log");
  writeFileSync(routerLog, "");
  try {
    await using router = await startSimulator({
      modelServerUrls: [engine.url],
      log: (line) => appendFileSync(routerLog, `${line}\n`),
    });
    const { url: gatewayUrl, metricsUrl: routerMetricsUrl } = router;
    const { url: modelServerUrl, adminUrl: modelServerAdminUrl } = engine;
    return await use({ gatewayUrl, routerMetricsUrl, modelServerUrl, modelServerAdminUrl, routerLog });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function withStandalone<Result>({ slots }: EngineOptions, use: (addresses: Addresses) => Promise<Result>) {
  await using gateway = await startStandalone({ ...ENGINE, slots });
  const { gatewayUrl, modelServerUrls, modelServerAdminUrls, routerMetricsUrl, routerLog } = gateway.connection;
  const [modelServerUrl] = modelServerUrls ?? [];
  const [modelServerAdminUrl] = modelServerAdminUrls ?? [];
  if (!modelServerUrl || !modelServerAdminUrl || !routerMetricsUrl || routerLog?.source !== "file") {
    throw new Error("the standalone gateway has no address of a model server, of its metrics, or no log file");
  }
  return await use({ gatewayUrl, modelServerUrl, modelServerAdminUrl, routerMetricsUrl, routerLog: routerLog.path });
}

async function gateRun(gate: string, addresses: Addresses, seed: number): Promise<GateRun> {
  const { gatewayUrl, modelServerUrl, modelServerAdminUrl, routerMetricsUrl, routerLog } = addresses;
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-engine-gates-"));
  const runDir = join(folder, "run");
  let mostRequests = 0;
  const looks = setInterval(async () => {
    // The last look may meet an engine that has just ended.
    const page = await fetch(`${modelServerUrl}/metrics`)
      .then((answer) => answer.text())
      .catch(() => "");
    const { running, waiting } = engineRequestsOf(page) ?? { running: 0, waiting: 0 };
    mostRequests = Math.max(mostRequests, running + waiting);
  }, LOOK_EVERY_MS);
  try {
    await ended([
      ...["run", "--scenario", "basic-priority", "--seed", String(seed), "--run-dir", runDir, "--gate", gate],
      ...["--envoy-url", gatewayUrl, "--model-server-url", modelServerUrl],
      ...["--model-server-admin-url", modelServerAdminUrl],
      ...["--router-metrics-url", routerMetricsUrl, "--router-log", routerLog],
    ]);
    return { ...readRun(runDir), mostRequests };
  } finally {
    clearInterval(looks);
    rmSync(folder, { recursive: true });
  }
}

function readRun(folder: string): Omit<GateRun, "mostRequests"> {
  const read = (name: string) => readFileSync(join(folder, name), "utf8").trim();
  try {
    const checklist = JSON.parse(read("checklist.json")) as Checklist;
    const steps = read("basic-priority/steps.ndjson").split("\n");
    const records = steps.map((line): StepRecord => stepRecordSchema.parse(JSON.parse(line)));
    const holds = records.filter(({ step }) => step === "hold");
    return {
      verdict: checklist.verdict,
      open: [
        ...checklist.checks
          .filter(({ required, verdict }) => required && verdict !== "pass")
          .map(({ id, verdict, summary }) => `${id}: ${verdict}: ${summary}`),
        ...records.flatMap(({ step, problem }) => (problem === null ? [] : [`${step}: ${problem}`])),
      ],
      holdsMs: holds.map(({ startMs, endMs }) => endMs - startMs),
    };
  } catch (error) {
    return { verdict: "none", open: [(error as Error).message], holdsMs: [] };
  }
}

interface Engine extends AsyncDisposable {
  readonly url: string;
  readonly adminUrl: string;
}

/** In a process of its own: a thousand generations at a time would keep the router beside it waiting. */
async function startEngine(options: ModelServerOptions): Promise<Engine> {
  const child = spawn(process.execPath, [...process.execArgv, ENGINE_SERVER, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(String(data)));
    child.once("exit", (code) => reject(new Error(`the engine ended with ${code}`)));
  });
  return {
    ...(JSON.parse(said) as { url: string; adminUrl: string }),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Until a run of ours ends; what it says of its verdict is in its folder. */
function ended(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [CLI, ...args, "--quiet"], { stdio: "ignore" });
    run.once("error", reject);
    run.once("exit", () => resolve());
  });
}
