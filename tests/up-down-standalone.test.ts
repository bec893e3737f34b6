import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { command } from "./command.ts";
import { lastingGateways, runs } from "./lasting-gateway.ts";
import { missingForStandalone } from "./standalone-runs.ts";
import { untilTrue } from "./until-true.ts";

describe.skipIf(missingForStandalone !== null)("up standalone", () => {
  const { folder, stateFile, up, recordsOf } = lastingGateways();

  test("it is judged over its addresses, and down leaves nothing", async () => {
    const gateway = await up("standalone");
    const processes = recordsOf(gateway);
    expect(processes.map(({ name }) => name)).toEqual(expect.arrayContaining(["Envoy", "the endpoint picker"]));
    const run = [...gateway.run, "--scenario", "basic-priority", "--run-dir", join(folder, "run")];
    const { code, stderr } = await command(...run);
    // A busy machine may make it inconclusive, never a fail.
    expect([0, 3], stderr).toContain(code);
    expect(await command("down")).toMatchObject({ code: 0, stderr: "" });
    expect(processes.filter(({ pid }) => runs(pid))).toEqual([]);
    expect(existsSync(dirname(gateway.addresses.routerLog))).toBe(false);
    expect(existsSync(stateFile)).toBe(false);
  }, 240_000);

  test.each([
    ["down", ["down"]],
    ["the next start", ["run", "--scenario", "basic-priority", "--trials", "1", "--run-dir"]],
  ])(
    "supervisor and guards killed: what they leave running is ended by %s",
    async (by, args) => {
      const gateway = await up("standalone");
      const processes = recordsOf(gateway);
      const programs = processes.filter(({ name }) => ["Envoy", "the endpoint picker"].includes(name));
      const guards = processes.filter(({ name }) => name === "supervisor" || name.startsWith("the guard of"));
      expect([programs.length, guards.length]).toEqual([2, 3]);
      for (const { pid } of guards) process.kill(pid, "SIGKILL");
      await untilTrue(
        () => "the killed ones had ended",
        30_000,
        () => !guards.some(({ pid }) => runs(pid)),
      );
      expect(programs.filter(({ pid }) => !runs(pid))).toEqual([]);
      const { stdout, stderr } = await command(...args, ...(by === "down" ? [] : [join(folder, "next")]));
      for (const { name, pid } of programs) expect(stdout + stderr).toContain(`${name} (pid ${pid})`);
      expect(processes.filter(({ pid }) => runs(pid))).toEqual([]);
      expect(existsSync(dirname(gateway.addresses.routerLog))).toBe(false);
    },
    240_000,
  );
});
