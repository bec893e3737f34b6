import type { RunningGateway } from "@wa-routing/environments";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createProgram } from "../../packages/runner/src/cli/program.ts";
import { chooseGateway } from "../../packages/runner/src/gateway/gateway-choice.ts";
import { temporaryFolder } from "../command.ts";
import { EMBEDDED_ARGUMENTS, gatewayRows } from "./gateway-rows.ts";
import { initRows } from "./init-rows.ts";
import { kindRows } from "./kind-rows.ts";
import { commandsOf, parsedRun } from "./parsed-command.ts";
import { offlineRows, runRows, tinyRun } from "./run-rows.ts";
import { serveRows } from "./serve-rows.ts";
import { type Served, startServed } from "./served.ts";
import { type ServersHere, startServersHere } from "./servers-here.ts";
import { startedRows } from "./started-rows.ts";

// What these start is tested elsewhere; here they note what the command line hands them.
vi.mock("../../packages/runner/src/background/start-supervisor.ts", () => {
  const addresses = {
    gatewayUrl: "http://127.0.0.1:1",
    modelServerUrls: [],
    modelServerAdminUrls: [],
    routerMetricsUrl: "http://127.0.0.1:2/metrics",
    routerLog: "router.log",
  };
  return {
    startSupervisor: vi.fn(async () => ({ outcome: "running", gateway: { addresses, supervisor: { pid: 1 } } })),
  };
});
vi.mock("../../packages/runner/src/selftest/run-selftest.ts", () => ({
  runSelftest: vi.fn(async () => ({ results: [], relations: [] })),
}));
vi.mock("../../packages/runner/src/cli/install-envoy-asked.ts", () => ({ installEnvoyAsked: vi.fn(async () => {}) }));
vi.mock("../../packages/runner/src/cli/doctor-findings.ts", () => ({ findingsOfDoctor: vi.fn(async () => []) }));

const folder = temporaryFolder();
const ends: AsyncDisposable[] = [];
let servers: ServersHere;
beforeAll(async () => {
  servers = await startServersHere(folder.path);
  ends.push(servers);
});
afterAll(async () => {
  for (const end of ends.reverse()) await end[Symbol.asyncDispose]();
  folder.remove();
});

/** Started when a row first asks for it, and ended with the file. */
function once<Started extends AsyncDisposable>(start: () => Promise<Started>): () => Promise<Started> {
  let started: Promise<Started> | null = null;
  return () => {
    started ??= start().then((running) => {
      ends.push(running);
      return running;
    });
    return started;
  };
}

const embedded = once<RunningGateway>(async () => await chooseGateway(await parsedRun(...EMBEDDED_ARGUMENTS))());
const served = once<Served>(() => startServed(folder.path));
let judgedFolder: Promise<string> | null = null;
const judged = () => {
  judgedFolder ??= tinyRun(folder.path, servers, "judged").then(({ dir }) => dir);
  return judgedFolder;
};

const rows = [
  ...kindRows(folder.path),
  ...gatewayRows(folder.path, () => servers, embedded),
  ...runRows(folder.path, () => servers),
  ...offlineRows(folder.path, judged),
  ...startedRows(folder.path),
  ...serveRows(folder.path, served),
  ...initRows(folder.path),
];

test("every option of every command has a row", () => {
  const commands = commandsOf(createProgram());
  const options = commands.flatMap(([path, { options: all }]) => all.map(({ long }) => `${path} ${long}`.trim()));
  expect(rows.map(({ option }) => option).toSorted()).toEqual(options.toSorted());
  process.stdout.write(`${options.length} options of ${commands.length - 1} commands are seen to do something\n`);
});

describe("is seen to do something:", () => {
  test.each(rows)("$option", async ({ seen }) => await seen(), 30_000);
});
