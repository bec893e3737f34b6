import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { CommandOptions } from "./command.ts";
import { notRun } from "./not-run.ts";
import { descendantsOf, gone, type ProcessRow, signalIfThere } from "./process-rows.ts";
import { requestsSent } from "./requests-sent.ts";
import { checklistOf, checkOf, manifestOf, missingForStandalone, standaloneRuns } from "./standalone-runs.ts";
import { untilTrue } from "./until-true.ts";

const PATIENCE = "request: { timeoutMs: 4000 }\n";

describe.skipIf(missingForStandalone !== null)("what breaks on Envoy and the reference endpoint picker", () => {
  const { folder, run, begun } = standaloneRuns();

  test.each([
    ["the endpoint picker", "epp"],
    ["Envoy", "envoy"],
  ])(
    "%s killed mid-run: exit 4, it is named, and what there is does not pass",
    async (name, program) => {
      const { dir, process, below } = await begun(`${program}-killed`);
      const victim = below.find((row) => row.name === program) as ProcessRow;
      globalThis.process.kill(victim.pid, "SIGKILL");
      const { code, stderr } = await process.finished;
      expect(stderr).toMatch(new RegExp(`the environment broke: ${name} ended \\(SIGKILL\\)`));
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(4);
      expect(manifestOf(dir).exitReason).toBe("environment-failed");
      const { verdict, checks } = checklistOf(dir);
      expect(verdict).not.toBe("pass");
      // Only the picker's own death is the router's.
      if (program === "envoy")
        expect(checks.filter((check) => check.verdict === "fail").map(({ id }) => id)).toEqual([]);
      await gone(below);
    },
    90_000,
  );

  test("a second router killed mid-run: exit 4, and its route is named", async () => {
    const { dir, process } = run("fcfs-killed", ["--scenario", "overhead"]);
    const requests = join(dir, "overhead", "requests.ndjson");
    await untilTrue(
      () => "requests were sent",
      60_000,
      () => requestsSent(requests) > 0,
    );
    const below = descendantsOf(process.pid);
    const pickers = below.filter(({ name }) => name === "epp").toSorted((a, b) => a.started - b.started);
    expect(pickers).toHaveLength(2);
    globalThis.process.kill((pickers[1] as ProcessRow).pid, "SIGKILL");
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the environment broke: on the route fcfs, the endpoint picker ended \(SIGKILL\)/);
    expect(code).toBe(4);
    expect(checkOf(checklistOf(dir), "performance.overhead").verdict).not.toBe("pass");
    const kept = ["fcfs-router.log", "fcfs-epp.yaml", "fcfs-envoy.log"].map((name) => join("overhead", name));
    expect(manifestOf(dir).artifacts).toEqual(expect.arrayContaining(["envoy.log", ...kept]));
    expect(readFileSync(join(dir, "overhead", "fcfs-router.log"), "utf8")).toContain("[WA-ROUTING] Request dispatched");
    await gone(below);
  }, 90_000);

  test("SIGKILL: nothing is left running", async () => {
    const { process, below } = await begun("SIGKILL");
    expect(below.map(({ name }) => name)).toEqual(expect.arrayContaining(["envoy", "epp"]));
    process.kill("SIGKILL");
    await process.finished;
    await gone(below);
  }, 90_000);

  describe("a model server that stalls", () => {
    const stopped: number[] = [];
    afterEach(() => {
      for (const pid of stopped.splice(0)) signalIfThere(pid, "SIGCONT");
    });

    test("our gate is named, not the router, there is no hang, and nothing is left", async () => {
      // Held for longer, so that it stalls while requests wait for it.
      const shown = readFileSync(new URL("../examples/scenarios/two-teams.yaml", import.meta.url), "utf8");
      const scenario = join(folder, "held-for-long.yaml");
      writeFileSync(
        scenario,
        `${shown.replace("- step: barrier", "- step: barrier\n  - { step: pause, ms: 3000 }")}${PATIENCE}`,
      );
      const { dir, process } = run("stalled", ["--scenario", scenario]);
      const steps = join(dir, "two-teams", "steps.ndjson");
      await untilTrue(
        () => "requests were held",
        60_000,
        () => existsSync(steps) && readFileSync(steps, "utf8").includes('"step":"barrier"'),
      );
      const below = descendantsOf(process.pid);
      const server = below.find(({ commandLine }) => commandLine.includes('"server":"model-server"')) as ProcessRow;
      globalThis.process.kill(server.pid, "SIGSTOP");
      stopped.push(server.pid);
      const { code, stderr } = await process.finished;
      expect(stderr).not.toMatch(/\n\s+at /);
      const checklist = checklistOf(dir);
      // The router logs that it cannot read the metrics of a model server that is silent: no error of its own.
      expect(checklist.checks.filter(({ verdict }) => verdict === "fail").map(({ id }) => id)).toEqual([]);
      expect(code).toBe(3);
      const timeouts = checkOf(checklist, "performance.no-timeouts");
      expect(timeouts).toMatchObject({
        verdict: "inconclusive",
        reasons: [{ code: "gate-failed", figures: { requests: 20, code: "GATE_NOT_OPENED" } }],
      });
      expect(checkOf(checklist, "functional.criticality-order").verdict).not.toBe("pass");
      await gone(below);
    }, 120_000);
  });

  test.skipIf(missingForFullDisk() !== null)(
    "no room for the router's log: not a pass, what is missing is named, and the run ends by itself",
    async () => {
      const options = fullDisk(folder);
      const { dir, process } = run("disk-full", ["--scenario", "basic-priority"], options);
      const { code, stderr } = await process.finished;
      expect(stderr).not.toMatch(/\n\s+at /);
      const checklist = checklistOf(dir);
      const points = checkOf(checklist, "observability.log-points");
      expect(points).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] });
      expect(points.reasons[0]?.figures.seen).toBeGreaterThan(0);
      for (const id of [
        "observability.scores-match",
        "observability.registry-accurate",
        "observability.dispatch-order",
      ])
        expect(checkOf(checklist, id).verdict, id).not.toBe("pass");
      expect(checklist.verdict).toBe("inconclusive");
      expect(code).toBe(3);
    },
    90_000,
  );
});

/** Mounts a small disk on the folder that the environment is told to use, in a namespace that ends with the run. */
const NAMESPACE = ["unshare", "--map-root-user", "--mount", "sh", "-c"] as const;
const mountOn = (disk: string) => `mount -t tmpfs -o size=256k tmpfs ${disk}`;

/** A disk that is full after a part of the log. */
function fullDisk(folder: string): CommandOptions {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  // The cache of tsx would fill the disk before the log does.
  const env = { TMPDIR: disk, TSX_DISABLE_CACHE: "1" };
  return { env, through: [...NAMESPACE, `${mountOn(disk)} && exec "$0" "$@"`] };
}

/** Why no disk can be filled here, printed; null: one can. With WA_ROUTING_REQUIRE_ALL=1 it throws. */
function missingForFullDisk(): string | null {
  const [unshare, ...rest] = NAMESPACE;
  if (spawnSync(unshare, [...rest, mountOn(tmpdir())]).status === 0) return null;
  const reason = "no file system may be mounted in a namespace of its own";
  if (process.env.WA_ROUTING_REQUIRE_ALL === "1") throw new Error(reason);
  notRun("a disk that fills up", reason);
  return reason;
}
