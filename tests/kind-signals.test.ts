import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { StandInPrograms } from "../packages/environments/src/kind/stand-in-programs.test-data.ts";
import { command, commandsOfTests, temporaryFolder } from "./command.ts";
import { EXIT_CODES, SIGNALS } from "./signal-phases.ts";
import { untilTrue } from "./until-true.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();
let programs: StandInPrograms;
beforeEach(() => {
  programs = new StandInPrograms();
  programs.set("create-hangs");
  programs.set("clusters", "theirs\n");
});
afterEach(() => programs.end());

const records = () =>
  readdirSync(join(programs.folder, "state", "wa-routing", "clusters")).filter((name) => name.endsWith(".json"));

/** A run whose cluster is being made, by a stand-in for kind that never comes to its end. */
async function making(name: string) {
  const dir = join(folder, name);
  const run = started(["run", "--environment", "kind", "--scenario", "basic-priority", "--run-dir", dir]);
  await untilTrue(
    () => `kind was making a cluster; ${run.printed()}`,
    60_000,
    () => programs.has("hanging"),
  );
  const [record = ""] = records();
  const { hostPorts } = JSON.parse(
    readFileSync(join(programs.folder, "state", "wa-routing", "clusters", record), "utf8"),
  ) as { hostPorts: number[] };
  const bindings = hostPorts.map((port, index) => [
    `${30080 + index}/tcp`,
    [{ HostIp: "127.0.0.1", HostPort: String(port) }],
  ]);
  programs.set("ports", JSON.stringify(Object.fromEntries(bindings)));
  return { run, dir };
}

test.each(SIGNALS)(
  "%s while a cluster is made: ended within 5 s, the cluster deleted, another one left",
  async (signal) => {
    const { run, dir } = await making(signal);
    const startMs = performance.now();
    run.kill(signal);
    const { code, stderr } = await run.finished;
    expect(performance.now() - startMs, stderr).toBeLessThan(5000);
    expect(code).toBe(EXIT_CODES[signal]);
    await untilTrue(
      () => `the cluster was deleted; there are ${programs.read("clusters")}`,
      15_000,
      () => programs.read("clusters") === "theirs\n",
    );
    expect(programs.calls("kind delete cluster --name theirs")).toEqual([]);
    expect(JSON.parse(readFileSync(join(dir, "run.json"), "utf8"))).toMatchObject({ exitReason: "interrupted" });
  },
  90_000,
);

test("SIGKILL: down finds what is left, deletes it if it is ours, and says so", async () => {
  const { run } = await making("killed");
  run.kill("SIGKILL");
  await run.finished;
  expect(records()).toHaveLength(1);
  programs.set("no-api");
  const { code, stdout } = await command("down");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^The kind cluster wa-routing-[0-9a-f]{8} was deleted, which we had made\.$/m);
  expect(programs.read("clusters")).toBe("theirs\n");
  expect(records()).toEqual([]);
  expect(existsSync(join(folder, "killed", "run.json"))).toBe(true);
}, 90_000);
