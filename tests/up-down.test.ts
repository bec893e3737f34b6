import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { processesOf } from "@wa-routing/environments";
import { checklistSchema } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { command, commandsOfTests } from "./command.ts";
import { standInPrograms } from "./failing/stand-in-programs.ts";
import { lastingGateways, runs } from "./lasting-gateway.ts";
import { untilTrue } from "./until-true.ts";

const started = commandsOfTests();
const { folder, stateFile, state, up, recordsOf } = lastingGateways();

test("up leaves a gateway that is judged as the embedded one is, and down leaves nothing", async () => {
  const gateway = await up("embedded");
  const processes = recordsOf(gateway);
  expect(processes.map(({ name }) => name).toSorted()).toEqual(["supervisor", "the model-server", "the simulator"]);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);

  const second = await command("up", "embedded");
  expect(second.code).toBe(4);
  expect(second.stderr).toContain(`the embedded gateway is up already, at ${gateway.addresses.gatewayUrl}`);
  expect(second.stderr).toContain("wa-routing down");

  const dir = join(folder, "run");
  const { code, stderr } = await command(...gateway.run, "--scenario", "basic-priority", "--run-dir", dir);
  expect(code, stderr).toBe(0);
  const { checks } = checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
  const passed = checks.filter(({ verdict }) => verdict === "pass").map(({ id }) => id);
  expect(passed).toEqual(
    expect.arrayContaining([
      "functional.criticality-order",
      "observability.log-points",
      "observability.scores-match",
      "observability.dispatch-order",
      "observability.registry-accurate",
    ]),
  );

  const down = await command("down");
  expect(down.stdout).toContain(`The embedded gateway (pid ${gateway.pid}) is down.`);
  expect(down).toMatchObject({ code: 0, stderr: "" });
  expect(processes.filter(({ pid }) => runs(pid))).toEqual([]);
  expect(existsSync(dirname(gateway.addresses.routerLog))).toBe(false);
  expect(existsSync(stateFile)).toBe(false);
  expect(await command("down")).toMatchObject({ code: 0, stdout: "No gateway is up.\n" });
}, 180_000);

test("what it prints for a person can be pasted", async () => {
  const { code, stdout } = await command("up", "embedded", "--ordering", "fcfs", "--model-servers", "2");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^The embedded gateway is up \(pid \d+\)\.$/m);
  expect(stdout.match(/^ {2}model server +http:/gm)).toHaveLength(2);
  expect(stdout).toMatch(
    /^ {2}npx wa-routing run --environment existing --envoy-url http:\S+ --model-server-url \S+,\S+ /m,
  );
}, 120_000);

test("a supervisor that was killed: its servers end, and the next up takes its place", async () => {
  const first = await up("embedded");
  const processes = recordsOf(first);
  process.kill(first.pid, "SIGKILL");
  await untilTrue(
    () => "all processes had ended",
    30_000,
    () => !processes.some(({ pid }) => runs(pid)),
  );
  const second = await up("embedded");
  expect(state()).toMatchObject({ phase: "running", supervisor: { pid: second.pid } });
  process.kill(second.pid, "SIGKILL");
  const { code, stdout } = await command("down", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ found: "killed", environment: "embedded", pid: second.pid });
  expect(existsSync(dirname(second.addresses.routerLog))).toBe(false);
  expect(existsSync(stateFile)).toBe(false);
}, 180_000);

test("a gateway that breaks ends as a whole, and down says why", async () => {
  const gateway = await up("embedded");
  const processes = recordsOf(gateway);
  process.kill(Number(processes.find(({ name }) => name === "the simulator")?.pid), "SIGKILL");
  await untilTrue(
    () => "all processes had ended",
    30_000,
    () => !processes.some(({ pid }) => runs(pid)),
  );
  const { code, stdout } = await command("down");
  expect(code).toBe(0);
  expect(stdout).toContain("had broken, and has ended: the simulator ended (SIGKILL)");
  expect(existsSync(stateFile)).toBe(false);
}, 120_000);

test("up that is interrupted while it starts leaves nothing", async () => {
  const [, environment = "", ...neverReady] = standInPrograms(folder, { epp: "exec sleep 300" });
  const starting = started(["up", environment, ...neverReady]);
  const ownedNow = () => {
    const owner = existsSync(stateFile) ? state().supervisor : null;
    return owner === null ? [] : [{ name: "the supervisor", identity: owner }, ...processesOf(owner)];
  };
  await untilTrue(
    () => "the endpoint picker was starting",
    60_000,
    () => ownedNow().some(({ name }) => name === "the endpoint picker"),
  );
  const owned = ownedNow();
  starting.kill("SIGINT");
  const { code, stderr } = await starting.finished;
  expect(stderr).toContain("interrupted; nothing is left running");
  expect(code).toBe(130);
  expect(owned.filter(({ identity }) => runs(identity.pid))).toEqual([]);
  expect(existsSync(stateFile)).toBe(false);
}, 120_000);

test.each([
  ["a fault that there is not", ["--fault", "nonsense"], /there is no fault "nonsense"/],
  ["options of the other environment", ["--epp", "fork"], /--epp belongs to/],
])(
  "%s: told as by run, and nothing is left",
  async (_, args, message) => {
    const { code, stderr } = await command("up", "embedded", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(stateFile)).toBe(false);
  },
  30_000,
);
