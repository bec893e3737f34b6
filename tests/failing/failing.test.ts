import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { commandsOfTests, temporaryFolder } from "../command.ts";
import { type ServersHere, startServersHere } from "../options/servers-here.ts";
import { gone } from "../process-rows.ts";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { untilTrue } from "../until-true.ts";
import { type HeldRun, startHeldRun, writeHeldScenario } from "./held-run.ts";

const NO_STACK = /\n\s+at /;
/** The lease of a gate, and what its model server and the router need beside it. */
const LEASE_MS = 10_000 + 2000;

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();

let servers: ServersHere;
beforeAll(async () => {
  servers = await startServersHere(folder);
});
afterAll(async () => await servers[Symbol.asyncDispose]());

const existing = () => [
  ...["--envoy-url", servers.gatewayUrl, "--model-server-admin-url", servers.modelServerAdminUrl],
  ...["--router-metrics-url", servers.routerMetricsUrl],
];

/** How long a request of somebody else waits. */
async function strangerWaitedMs(): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(`${servers.gatewayUrl}/v1/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "fake-model", prompt: "a stranger's", max_tokens: 1 }),
    signal: AbortSignal.timeout(2 * LEASE_MS),
  });
  expect(answer.status).toBe(200);
  return performance.now() - startMs;
}

describe("while a queue is held that others use", () => {
  let held: HeldRun | null = null;
  afterEach(async () => {
    held?.process.kill("SIGKILL");
    await held?.process.finished;
    held = null;
  });

  const throughShell = (prelude: string) => ({
    through: ["sh", "-c", `${prelude}; exec "$0" "$@"`],
    // The cache of tsx would fill the disk first.
    env: { TSX_DISABLE_CACHE: "1" },
  });
  const routerLog = () => ["--router-log", join(folder, "held-router.log")];
  const growRouterLog = () => appendFileSync(join(folder, "held-router.log"), "a line of the router\n".repeat(20_000));

  interface Row {
    readonly what: string;
    readonly happens: (run: HeldRun) => void;
    readonly code: number | null;
    readonly says: RegExp;
    readonly exitReason: string | null;
    readonly args?: () => readonly string[];
    readonly prelude?: string;
  }
  const signal = (name: NodeJS.Signals, code: number): Row => ({
    what: name,
    happens: ({ process }) => process.kill(name),
    code,
    says: /^wa-routing: interrupted; what was measured by then is in the run folder/m,
    exitReason: "interrupted",
  });
  test.each<Row>([
    signal("SIGINT", 130),
    signal("SIGTERM", 143),
    signal("SIGHUP", 129),
    { ...signal("SIGKILL", 0), code: null, says: /^(?!.*wa-routing: )/s, exitReason: null },
    {
      what: "no room for the router's log in the run folder",
      prelude: "ulimit -f 64",
      args: routerLog,
      happens: growRouterLog,
      code: 4,
      says: /^wa-routing: the evidence could not be written to .*: EFBIG: .*\[EVIDENCE_LOST\]/m,
      exitReason: "failed",
    },
  ])(
    "$what: exit $code, and the gate is open",
    async ({ what, happens, code, says, exitReason, args, prelude }) => {
      writeFileSync(join(folder, "held-router.log"), "");
      const options = prelude === undefined ? {} : throughShell(prelude);
      held = await startHeldRun(folder, what.replaceAll(/\W/g, "-"), [...existing(), ...(args?.() ?? [])], options);
      const happened = performance.now();
      happens(held);
      const waitedMs = await strangerWaitedMs();
      expect(waitedMs).toBeLessThan(LEASE_MS);
      const { code: exitCode, stdout, stderr } = await held.process.finished;
      expect(stderr).toMatch(says);
      expect(stderr).not.toMatch(NO_STACK);
      expect(exitCode).toBe(code);
      expect(stdout).toBe("");
      expect(performance.now() - happened).toBeLessThan(2 * LEASE_MS);
      expect(JSON.parse(readFileSync(join(held.dir, "run.json"), "utf8")).exitReason).toBe(exitReason);
      await gone(held.below);
    },
    90_000,
  );
});

test("the whole group killed while it is held: nothing that the run had started is left", async () => {
  const { process: run, below } = await startHeldRun(folder, "group", ["--environment", "embedded"], {
    through: ["setsid"],
  });
  expect(below.length).toBeGreaterThanOrEqual(2);
  process.kill(-run.pid, "SIGKILL");
  await run.finished;
  await gone(below);
}, 90_000);

test("a run that was stopped for longer than its lease: the gate has lapsed, which is not the router's fault", async () => {
  const { dir, process: run } = await startHeldRun(folder, "lapsed", existing(), { pauseMs: LEASE_MS + 1000 });
  run.kill("SIGSTOP");
  expect(await strangerWaitedMs()).toBeLessThan(LEASE_MS);
  run.kill("SIGCONT");
  const { code, stderr } = await run.finished;
  expect(stderr).not.toMatch(NO_STACK);
  expect(code).toBe(3);
  const steps = readFileSync(join(dir, "held-for-long", "steps.ndjson"), "utf8");
  const failed = steps
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ ok }) => !ok);
  expect(failed).toEqual([expect.objectContaining({ step: "release", code: "GATE_LAPSED" })]);
  const { checks } = JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8"));
  expect(checks.filter(({ verdict }: { verdict: string }) => verdict === "fail")).toEqual([]);
}, 90_000);

test("no file can be opened any more while it is held: the gate is open within its lease, and the router is not blamed", async () => {
  const pauseMs = 3000;
  const { dir, process: run } = await startHeldRun(folder, "no-files", existing(), { pauseMs });
  expect(spawnSync("prlimit", ["--pid", String(run.pid), "--nofile=3:3"]).status).toBe(0);
  expect(await strangerWaitedMs()).toBeLessThan(LEASE_MS + pauseMs);
  const { code, stderr } = await run.finished;
  expect(stderr).toMatch(/^wa-routing: .*EMFILE/m);
  expect(stderr).not.toMatch(NO_STACK);
  expect(code).toBe(4);
  const { checks, verdict } = JSON.parse((await started(["analyze", dir, "--json"]).finished).stdout);
  expect(verdict).toBe("inconclusive");
  expect(checks.filter((check: { verdict: string }) => check.verdict === "fail")).toEqual([]);
}, 90_000);

test("too few files for the requests that are to wait: said before they are sent", async () => {
  const scenario = writeHeldScenario(join(folder, "wide.yaml"), { requests: 60 });
  const args = ["run", "--environment", "embedded", "--run-dir", join(folder, "few-files"), "--scenario", scenario];
  const run = started(args, { through: ["sh", "-c", 'ulimit -n 150; exec "$0" "$@"'] });
  const { code, stderr } = await run.finished;
  expect(stderr).toMatch(
    /^wa-routing: a process may have 150 files open here, and 60 requests .* need 152 \[OPEN_FILES_TOO_FEW]/m,
  );
  expect(stderr).toMatch(/ulimit -n 152/);
  expect(code).toBe(4);
}, 90_000);

describe("what cannot be printed", () => {
  const tiny = () => ["--scenario", writeTinyScenario(join(folder, "tiny.yaml")), ...existing()];
  test.each([
    ["standard output is full", ">/dev/full", 4, /^wa-routing: standard output could not be written: ENOSPC/m],
    ["standard output takes a part", ">$PART", 4, /^wa-routing: standard output could not be written: EFBIG/m],
    ["standard error is full", "2>/dev/full", 3, /^$/],
  ])(
    "%s",
    async (what, redirection, code, says) => {
      const prelude = redirection.includes("PART") ? "ulimit -f 1; " : "";
      const through = ["sh", "-c", `${prelude}exec "$0" "$@" ${redirection}`];
      const env = { TSX_DISABLE_CACHE: "1", PART: join(folder, "part.json") };
      const args =
        prelude === ""
          ? ["run", ...tiny(), "--run-dir", join(folder, what.replaceAll(" ", "-"))]
          : ["schema", "analysis"];
      const finished = await started([...args, ...(prelude === "" ? ["--json"] : [])], { through, env }).finished;
      expect(finished.stderr).toMatch(says);
      expect(finished.stderr).not.toMatch(NO_STACK);
      expect(finished.code).toBe(code);
    },
    60_000,
  );
});

describe("a pipe as the router's log", () => {
  const pipe = join(folder, "router.pipe");
  beforeAll(() => void spawnSync("mkfifo", [pipe]));

  test("is followed as a stream", async () => {
    const writer = started(["--version"], { through: ["sh", "-c", `exec > ${pipe}; echo 'a line'; exec sleep 60`] });
    // Held until the line is there: whoever writes it may be later than a run that ends by itself.
    const { dir, process: run } = await startHeldRun(
      folder,
      "piped",
      [...existing(), "--router-log", pipe],
      {},
      started,
    );
    const log = join(dir, "router.log");
    await untilTrue(
      () => "the line was read",
      20_000,
      () => existsSync(log) && readFileSync(log, "utf8") !== "",
    );
    run.kill("SIGINT");
    await run.finished;
    expect(readFileSync(log, "utf8")).toBe("a line\n");
    writer.kill("SIGTERM");
  }, 60_000);

  test("to which nobody writes does not hold up an interruption", async () => {
    const held = await startHeldRun(folder, "no-writer", [...existing(), "--router-log", pipe]);
    held.process.kill("SIGINT");
    expect((await held.process.finished).code).toBe(130);
  }, 60_000);
});
