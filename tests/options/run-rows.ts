import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { commandHere } from "../command-here.ts";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { type OptionRow, rowsOf } from "./option-row.ts";
import type { ServersHere } from "./servers-here.ts";

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

/** Runs the tiny scenario against the servers of this process; returns what was printed, and the run's folder. */
export async function tinyRun(folder: string, servers: ServersHere, name: string, ...args: string[]) {
  const dir = join(folder, name);
  const scenario = writeTinyScenario(join(folder, "tiny.yaml"));
  const base = ["run", "--envoy-url", servers.gatewayUrl, "--scenario", scenario, "--run-dir", dir];
  return { dir, ...(await commandHere(...base, ...args)) };
}

/** Options of `run` and `plan` that say what is run, and what becomes of it. */
export function runRows(folder: string, servers: () => ServersHere): OptionRow[] {
  const run = (name: string, ...args: string[]) => tinyRun(folder, servers(), name, ...args);
  const planned = async (...args: string[]) => JSON.parse((await commandHere("plan", ...args)).stdout);
  return [
    ...rowsOf("run", {
      async scenario() {
        expect(json((await run("scenario")).dir, "run.json").scenarios).toEqual(["tiny"]);
      },
      async seed() {
        expect(json((await run("seed", "--seed", "7")).dir, "tiny", "plan.json").seed).toBe(7);
      },
      async trials() {
        expect(json((await run("trials", "--trials", "1")).dir, "tiny", "plan.json").trials).toHaveLength(1);
      },
      async "run-dir"() {
        expect(existsSync(join((await run("named")).dir, "checklist.json"))).toBe(true);
      },
      async output() {
        const file = join(folder, "output.json");
        const { stdout } = await run("output", "--output", file, "--json");
        expect(json(file)).toEqual(JSON.parse(stdout));
      },
      async require() {
        // Without the router's log the run as a whole is undecided.
        expect((await run("not-required")).code).toBe(3);
        const { code, dir } = await run("required", "--require", "performance.no-timeouts");
        expect(code).toBe(0);
        expect(json(dir, "run.json").required).toEqual(["performance.no-timeouts"]);
      },
      async json() {
        expect(JSON.parse((await run("json", "--json")).stdout).verdict).toBe("inconclusive");
      },
      async quiet() {
        expect((await run("quiet", "--quiet")).stdout).toBe("inconclusive\n");
      },
      async verbose() {
        expect((await run("verbose", "--verbose")).stdout).toMatch(/^ {4}· requests: \d+$/m);
      },
    }),
    ...rowsOf("plan", {
      async seed() {
        const [one, two] = [await planned("basic-priority"), await planned("basic-priority", "--seed", "2")];
        expect(one.seed).toBe(1);
        expect(two.trials).not.toEqual(one.trials);
      },
      async trials() {
        expect((await planned("basic-priority", "--trials", "3")).trials).toHaveLength(6);
        // One that goes on until it is decided makes that many at most.
        expect((await planned("overhead", "--trials", "3")).trials).toHaveLength(3);
      },
    }),
  ];
}

/** Options of the commands that need no gateway. */
export function offlineRows(folder: string, judged: () => Promise<string>): OptionRow[] {
  const format = async (name: string) => (await commandHere("report", await judged(), "--format", name)).stdout;
  const oneOfTwo = async (missing: "--quiet-pass" | "--verbose-pass", other: string) => {
    const dir = await judged();
    const { code, stderr } = await commandHere("analyze", missing, join(folder, "nowhere"), other, dir);
    expect(stderr).toContain(`${join(folder, "nowhere")} is no run folder`);
    expect(code).toBe(2);
    expect((await commandHere("analyze", "--quiet-pass", dir, "--verbose-pass", dir)).code).toBe(3);
  };
  return [
    ...rowsOf("analyze", {
      "quiet-pass": () => oneOfTwo("--quiet-pass", "--verbose-pass"),
      "verbose-pass": () => oneOfTwo("--verbose-pass", "--quiet-pass"),
      async log() {
        const log = join(folder, "alone.log");
        writeFileSync(log, "[WA-ROUTING] Request dispatched request_id=r workload_id=w dispatch_seq=1\n");
        const { code, stdout } = await commandHere("analyze", "--log", log);
        expect(stdout).toContain("1 of 6 found; missing: Workload context extracted,");
        expect(code).toBe(1);
      },
      async score() {
        const log = join(folder, "scored.log");
        const score = "workload_id=w criticality=5 avg_wait_time_sec=0 request_rate=0 final_score=0.6";
        writeFileSync(log, `[WA-ROUTING] Priority score computed ${score}\n`);
        const own = "criticality-weight=0.6";
        const found = async (...args: string[]) =>
          (await commandHere("analyze", "--log", log, ...args)).stdout.replace(/\s+/g, " ");
        const differs = "1 of 1 logged scores are not what the formula gives: criticality weight looks like 0.6";
        expect(await found()).toContain(differs);
        expect(await found()).toContain(`--score ${own}.`);
        expect(await found("--score", own)).not.toContain("not what the formula gives");
      },
      async json() {
        expect(JSON.parse((await commandHere("analyze", await judged(), "--json")).stdout).verdict).toBe(
          "inconclusive",
        );
      },
      async quiet() {
        expect((await commandHere("analyze", await judged(), "--quiet")).stdout).toBe("inconclusive\n");
      },
      async verbose() {
        expect((await commandHere("analyze", await judged(), "--verbose")).stdout).toMatch(/^ {4}· requests: \d+$/m);
      },
    }),
    ...rowsOf("compare", {
      async json() {
        const { stdout } = await commandHere("compare", await judged(), await judged(), "--json");
        expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, outcome: "cannot-tell", scenarios: ["tiny"] });
      },
      async quiet() {
        const { stdout, code } = await commandHere("compare", await judged(), await judged(), "--quiet");
        expect(stdout).toBe("cannot-tell\n");
        expect(code).toBe(3);
      },
      async markdown() {
        const { stdout } = await commandHere("compare", await judged(), await judged(), "--markdown");
        expect(stdout).toMatch(/^## ◐ Against the base: cannot tell\n/);
      },
    }),
    ...rowsOf("report", {
      async format() {
        expect(JSON.parse(await format("json")).verdict).toBe("inconclusive");
        expect(await format("junit")).toMatch(/^<\?xml/);
        expect(await format("markdown")).toMatch(/^## /);
        expect(await format("results")).toMatch(/^# Phase 7: .*\n- \[ \] /s);
        expect(await format("text")).toMatch(/^1 scenario on existing/);
        expect(JSON.parse(await format("ctrf")).reportFormat).toBe("CTRF");
        expect(JSON.parse(await format("perfetto")).metadata).toMatchObject({ writtenBy: "wa-routing" });
      },
      async implementation() {
        const report = async (...args: string[]) => await commandHere("report", await judged(), ...args);
        const made = "organization=o,project=p,url=https://example.org,version=v1";
        const { stdout } = await report("--format", "conformance", "--implementation", made);
        expect(stdout).toMatch(/^apiVersion: wa-routing\.dev\/v1alpha1\nkind: ConformanceReport\n/);
        expect(stdout).toContain("organization: o\n");
        expect((await report("--implementation", made)).stderr).toContain("does nothing with --format text");
      },
      async verbose() {
        expect((await commandHere("report", await judged(), "--verbose")).stdout).toMatch(/^ {4}· requests: \d+$/m);
        expect(await format("text")).not.toContain("·");
        const { code, stderr } = await commandHere("report", await judged(), "--verbose", "--format", "junit");
        expect(stderr).toContain("--verbose cannot be combined with --format junit");
        expect(code).toBe(2);
      },
    }),
    ...rowsOf("trace", {
      async json() {
        const dir = await judged();
        const [first = ""] = readFileSync(join(dir, "tiny", "requests.ndjson"), "utf8").split("\n");
        const { stdout } = await commandHere("trace", dir, JSON.parse(first).id, "--json");
        expect(JSON.parse(stdout)[0]).toMatchObject({ witness: "client" });
      },
    }),
    ...rowsOf("import", {
      async "run-dir"() {
        const file = join(folder, "completions.csv");
        const dir = join(folder, "imported");
        rmSync(dir, { recursive: true, force: true });
        writeFileSync(file, "id,workload_id,criticality,sent_ms,completed_ms,status\na,w,3,0,5,200\nb,w,3,1,6,200\n");
        const { code, stderr } = await commandHere("import", file, "--run-dir", dir);
        expect(stderr).toBe("");
        expect(code).toBe(0);
        expect(json(dir, "run.json").gateway.environment).toBe("imported");
      },
    }),
    ...rowsOf("scenarios list", {
      async json() {
        expect(JSON.parse((await commandHere("scenarios", "list", "--json")).stdout).length).toBeGreaterThan(5);
      },
    }),
    ...rowsOf("scenarios show", {
      async json() {
        const { stdout } = await commandHere("scenarios", "show", "overhead", "--json");
        expect(JSON.parse(stdout).name).toBe("overhead");
      },
    }),
    ...rowsOf("", {
      async version() {
        expect((await commandHere("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      },
    }),
  ];
}
