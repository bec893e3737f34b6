import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type ModelServer, startModelServer } from "@wa-routing/model-server";
import { request } from "undici";
import { type Running, startCommand } from "../command.ts";

/** The line that a server prints when it is ready. */
export interface Ready {
  readonly url: string;
  readonly port: number;
  readonly adminUrl: string;
  readonly adminPort: number;
  readonly metricsPort: number;
}

/** A completion as a client sees it. */
export interface Answer {
  readonly status: number;
  /** Names the model server and counts its completions: `cmpl-NAME-3`. */
  readonly id: string;
  readonly text: string;
  readonly ms: number;
}

/** Servers of `wa-routing serve` that were told something by every option, and what they did first. */
export interface Served extends AsyncDisposable {
  readonly ports: readonly [number, number, number, number];
  readonly modelServer: Ready;
  readonly firstAnswer: Answer;
  readonly simulator: Ready;
  /** Which model servers each simulator's first requests went to: of seed 1, and of seed 2. */
  readonly picks: readonly [string[], string[]];
  /** Starts a third simulator, and sends it a request with two lines of context. */
  readonly sendTwoLines: () => Promise<void>;
}

const CONTEXT = { "x-workload-context": '{"workload_id":"a","criticality":1}' };

/** Asks for a completion. */
export async function complete(
  url: string,
  maxTokens: number,
  headers: Readonly<Record<string, string>> = CONTEXT,
  signal: AbortSignal | null = null,
): Promise<Answer> {
  const startMs = performance.now();
  const body = JSON.stringify({ model: "one", prompt: "x", max_tokens: maxTokens });
  const answer = await fetch(`${url}/v1/completions`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body,
    signal,
  });
  const { id = "", choices = [] } = (await answer.json().catch(() => ({}))) as {
    id?: string;
    choices?: { text: string }[];
  };
  return { status: answer.status, id, text: choices[0]?.text ?? "", ms: performance.now() - startMs };
}

/** Starts a model server and three simulators as processes; their logs are `first.log`, `second.log` and `third.log`. */
export async function startServed(folder: string): Promise<Served> {
  const running: Running[] = [];
  const behind: ModelServer[] = [];
  const ports = await freePorts();
  const [port, adminPort, simulatorPort, metricsPort] = ports.map(String) as [string, string, string, string];
  const serve = async (...args: string[]): Promise<Ready> => {
    const process = startCommand(["serve", ...args]);
    running.push(process);
    return JSON.parse((await process.stdoutMatches(/^\{.*\}$/m))[0]);
  };
  const picksOf = async ({ url }: Ready) => {
    const picks: string[] = [];
    for (let index = 0; index < 12; index++) picks.push((await complete(url, 1)).id.replace(/-\d+$/, ""));
    return picks;
  };
  for (const name of ["left", "right"]) behind.push(await startModelServer({ name, models: ["one"], ttftMs: 0 }));
  const before = ["simulator", "--model-server-url", behind.map(({ url }) => url).join(",")];
  const [modelServer, simulator, second] = await Promise.all([
    serve(
      ...[
        "model-server",
        "--host",
        "127.0.0.2",
        "--port",
        port,
        "--admin-host",
        "127.0.0.3",
        "--admin-port",
        adminPort,
      ],
      ...[
        "--count",
        "2",
        "--keep-aborted",
        "--name",
        "witness",
        "--models",
        "one,two",
        "--slots",
        "1",
        "--ttft-ms",
        "120",
        "--itl-ms",
        "60",
        "--seed",
        "4",
      ],
    ),
    serve(
      ...[...before, "--port", simulatorPort, "--metrics-port", metricsPort, "--log", join(folder, "first.log")],
      ...["--ordering", "fcfs", "--fault", "headerless-refused", "--log-verbosity", "4", "--seed", "1"],
    ),
    serve(...before, "--policy", "fcfs", "--log", join(folder, "second.log"), "--log-format", "logfmt", "--seed", "2"),
  ]);
  return {
    ports,
    modelServer,
    firstAnswer: await complete(modelServer.url, 3),
    simulator,
    picks: [await picksOf(simulator), await picksOf(second)],
    async sendTwoLines() {
      const third = await serve(
        ...before,
        "--discipline",
        "sorted",
        "--join-headers",
        "--log",
        join(folder, "third.log"),
      );
      const headers = { "x-workload-context": ['{"workload_id":"a","criticality":1}', CONTEXT["x-workload-context"]] };
      const body = JSON.stringify({ model: "one", prompt: "x", max_tokens: 1 });
      const answer = await request(`${third.url}/v1/completions`, { method: "POST", headers, body });
      await answer.body.dump();
    },
    async [Symbol.asyncDispose]() {
      for (const process of running) process.kill("SIGTERM");
      await Promise.all(running.map(({ finished }) => finished));
      await Promise.all(behind.map((server) => server.close()));
    },
  };
}

// Linux: the first port of those that the kernel gives.
const PORT_RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

/**
 * Ports that are still free when the servers have started: none of those that the kernel gives to whoever asks for any, as everything
 * does that is started beside this. The two model servers take the next ones, too.
 */
async function freePorts(): Promise<Served["ports"]> {
  const given = existsSync(PORT_RANGE) ? Number.parseInt(readFileSync(PORT_RANGE, "utf8"), 10) : 32_768;
  for (;;) {
    const first = randomInt(10_000, given > 20_000 ? given - 6 : 32_000);
    const are = await Promise.all(Array.from({ length: 6 }, (_, index) => isFree(first + index)));
    if (are.every(Boolean)) return [first, first + 2, first + 4, first + 5];
  }
}

/** Whether nobody listens to it, at any address. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "0.0.0.0", () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
