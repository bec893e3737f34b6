import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { endsOnce } from "../ends-once.ts";
import type { Gate } from "../gate/gate.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { until } from "../until.ts";
import { processesIn } from "./environment-folder.ts";
import { startWithParts } from "./environment-parts.ts";
import { presenceOf } from "./process-identity.ts";
import { startServerProcess } from "./start-server-process.ts";

const running = () => new Promise<never>(() => undefined);

function part(broken: Promise<string> = running()) {
  const calls: string[] = [];
  return { calls, failure: () => null, broken, stop: async () => void calls.push("stop") };
}

const gateway = (gate: Partial<Gate> = {}): RunningGateway => ({
  url: "http://127.0.0.1:9",
  address: { url: "http://127.0.0.1:9" },
  description: {} as RunningGateway["description"],
  gate: {
    driver: "model-server",
    close: running,
    open: running,
    cleared: running,
    ...gate,
    [Symbol.asyncDispose]: async () => undefined,
  },
  metrics: null,
  artifacts: [],
  connection: { gatewayUrl: "http://127.0.0.1:9" },
  routes: {},
  watch: running,
  failure: () => null,
  ...endsOnce(async () => undefined),
});

test("when one part does not start, those beside it end, also one that was still starting", async () => {
  const slow = part();
  let start: (started: typeof slow) => void = () => undefined;
  const starting = new Promise<typeof slow>((resolve) => {
    start = resolve;
  });
  let folder = "";
  const environment = startWithParts(async (parts) => {
    folder = parts.folder;
    await Promise.all([parts.add(starting), parts.add(failing())]);
    return gateway();
  });
  start(slow);
  await expect(environment).rejects.toThrow("no port");
  expect(slow.calls).toEqual(["stop"]);
  expect(existsSync(folder)).toBe(false);
});

test("when the gateway does not end well, its parts end all the same, and that is told", async () => {
  const [one, other] = [part(), part()];
  const environment = await startWithParts(async (parts) => {
    await Promise.all([parts.add(Promise.resolve(one)), parts.add(Promise.resolve(other))]);
    return { ...gateway(), close: () => Promise.reject(new Error("the gate is stuck")) };
  });
  await expect(environment[Symbol.asyncDispose]()).rejects.toThrow("the gate is stuck");
  expect([one.calls, other.calls]).toEqual([["stop"], ["stop"]]);
});

test("a gate is not waited for when a part has ended", async () => {
  let breaks: (failure: string) => void = () => undefined;
  const environment = await startWithParts(async (parts) => {
    await parts.add(Promise.resolve(part(new Promise<string>((resolve) => (breaks = resolve)))));
    return gateway();
  });
  const closed = environment.gate?.close();
  breaks("Envoy ended (SIGKILL)");
  await expect(closed).rejects.toMatchObject({
    code: "GATE_NOT_CLOSED",
    message: expect.stringMatching(/^Envoy ended \(SIGKILL\), and/),
  });
  await environment[Symbol.asyncDispose]();
});

test("a program whose guard was killed ends with its environment, and nothing of it is left", async () => {
  let folder = "";
  const environment = await startWithParts(async (parts) => {
    folder = parts.folder;
    const program = { server: "program", name: "Envoy", command: "sleep", arguments: ["60"] } as const;
    await parts.add(startServerProcess({ ...program, folder, log: "envoy.log" }));
    return gateway();
  });
  const [guard, program] = ["guard", "program"].map((role) => processesIn(folder).find((one) => one.role === role));
  process.kill(Number(guard?.identity.pid), "SIGKILL");
  await until({ what: "the guard's end was noticed", code: "ENVIRONMENT_NOT_STARTED", deadlineMs: 5000 }, () => {
    return environment.failure() !== null || "not yet";
  });
  expect(program && presenceOf(program.identity)).toBe("running");
  await environment[Symbol.asyncDispose]();
  expect(program && presenceOf(program.identity)).toBe("gone");
  expect(existsSync(folder)).toBe(false);
});

test("files that are worth keeping are named", async () => {
  await using environment = await startWithParts(async (parts) => {
    parts.keep("envoy.yaml");
    return gateway();
  });
  expect(environment.artifacts).toEqual([{ name: "envoy.yaml", path: expect.stringMatching(/\/envoy\.yaml$/) }]);
});

async function failing(): Promise<ReturnType<typeof part>> {
  throw new Error("no port");
}

test.each<[string, readonly ("router" | "beside")[], boolean]>([
  ["nothing", [], false],
  ["the router", ["router"], false],
  ["a process beside it", ["beside"], true],
  ["both", ["router", "beside"], false],
])("of an environment that %s has broken it is told whether that was beside the router", async (_, broken, beside) => {
  const partOf = (name: "router" | "beside") => ({
    ...part(),
    failure: () => (broken.includes(name) ? `${name} ended` : null),
  });
  await using environment = await startWithParts(async (parts) => {
    await parts.add(Promise.resolve(partOf("beside")));
    await parts.add(Promise.resolve(partOf("router")), "router");
    return gateway();
  });
  expect(environment.brokeBesideRouter?.()).toBe(beside);
});
