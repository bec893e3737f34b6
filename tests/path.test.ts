import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checklistSchema, requestRecordSchema, runManifestSchema } from "@wa-routing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command, commandsOfTests, temporaryFolder } from "./command.ts";
import { arrowsOf, inversionsOf } from "./trace-reader.ts";

const folder = temporaryFolder();
const started = commandsOfTests();
afterAll(folder.remove);

const checklistOf = (dir: string) =>
  checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
const verdictOf = (dir: string, id: string) => checklistOf(dir).checks.find((check) => check.id === id)?.verdict;

describe("on the embedded gateway", () => {
  const dir = join(folder.path, "embedded");
  let exitCode: number | null = null;
  let printed = "";

  beforeAll(async () => {
    const output = join(folder.path, "results.json");
    const { code, stdout } = await command(
      "run",
      "--scenario",
      "basic-priority",
      "--seed",
      "7",
      "--run-dir",
      dir,
      `--output=${output}`,
    );
    exitCode = code;
    printed = stdout;
  }, 60_000);

  test("it passes, names twelve checks in three groups, and says where the evidence is and what comes next", () => {
    expect(printed).toMatch(/PASS/);
    const folded = /▢ not measured here: ([\s\S]*?)\s\(--verbose/.exec(printed)?.[1]?.split(";") ?? [];
    expect(printed.match(/^[☑☒◐] /gm)).toHaveLength(12 - folded.length);
    expect(printed.match(/^(Functional|Performance|Observability) Metrics$/gm)).toHaveLength(3);
    expect(printed).toMatch(
      /This was our own simulator[\s\S]*run --environment standalone[\s\S]*--epp-bin PATH[\s\S]*--envoy-url URL/,
    );
    expect(printed).toContain(`Evidence: ${dir}`);
    expect(exitCode).toBe(0);
  });

  test("no line is wider than 80 columns, but for words that cannot be broken", () => {
    const wide = printed.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
    expect(wide.filter((line) => !line.startsWith("Evidence"))).toEqual([]);
  });

  test("the folder holds every file of the design, each readable by its schema", () => {
    expect(readdirSync(dir).toSorted()).toEqual(
      [
        "basic-priority",
        "checklist.json",
        "ctrf.json",
        "junit.xml",
        "metrics.ndjson",
        "report.html",
        "report.md",
        "router.log",
        "run.json",
      ].toSorted(),
    );
    expect(readdirSync(join(dir, "basic-priority")).toSorted()).toEqual(
      [
        "analysis.json",
        "arrivals.ndjson",
        "checklist.json",
        "plan.json",
        "report.json",
        "requests.csv",
        "requests.ndjson",
        "router-events.ndjson",
        "steps.ndjson",
      ].toSorted(),
    );
    const manifest = runManifestSchema.parse(JSON.parse(readFileSync(join(dir, "run.json"), "utf8")));
    expect(manifest).toMatchObject({ seed: 7, exitReason: "completed", logGaps: [] });
    expect(JSON.parse(readFileSync(join(folder.path, "results.json"), "utf8"))).toEqual(checklistOf(dir));
  });

  test("analyze and report reproduce it byte for byte, with the gateway gone", async () => {
    const copy = join(folder.path, "copy");
    cpSync(dir, copy, { recursive: true });
    const generated = [
      "checklist.json",
      "report.md",
      "report.html",
      "junit.xml",
      "ctrf.json",
      "basic-priority/analysis.json",
      "basic-priority/report.json",
      "basic-priority/checklist.json",
      "basic-priority/router-events.ndjson",
      "basic-priority/requests.csv",
    ];
    for (const file of generated)
      writeFileSync(join(copy, file), file === "checklist.json" ? readFileSync(join(dir, file)) : "");
    expect((await command("analyze", copy)).code).toBe(0);
    expect((await command("report", copy)).code).toBe(0);
    for (const file of generated)
      expect(readFileSync(join(copy, file), "utf8"), file).toBe(readFileSync(join(dir, file), "utf8"));
  }, 60_000);

  test.each(["text", "markdown", "json", "junit", "ctrf"])("report --format %s", async (format) => {
    const { stdout, code } = await command("report", dir, "--format", format);
    expect(code).toBe(0);
    expect(stdout).toContain("High");
  });

  test("report --format perfetto: nothing went against the rule, as the checklist says", async () => {
    const { stdout } = await command("report", dir, "--format", "perfetto");
    expect(stdout).toBe(readFileSync(join(dir, "trace.json"), "utf8"));
    expect(arrowsOf(stdout)).toBe(inversionsOf(dir));
  });

  test("trace tells what every witness saw of one request", async () => {
    const line = readFileSync(join(dir, "basic-priority", "requests.ndjson"), "utf8")
      .trim()
      .split("\n")
      .at(-1) as string;
    const { id } = requestRecordSchema.parse(JSON.parse(line));
    const { stdout } = await command("trace", dir, id);
    for (const witness of ["client", "router", "model server"]) expect(stdout).toContain(witness);
    expect(stdout).toMatch(/score-computed \(dispatch\): .* = wait/);
  });

  test("a run dir that is not empty is refused, so that no evidence is overwritten", async () => {
    const { code, stderr } = await command("run", "--scenario", "basic-priority", "--run-dir", dir);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is not empty: it holds an earlier run/);
  });
});

describe("on an existing gateway, over URLs", () => {
  async function servers(ordering: string) {
    const model = started(["serve", "model-server"]);
    const modelServer = JSON.parse((await model.stdoutMatches(/^\{.*\}$/m))[0]) as {
      url: string;
      adminUrl: string;
      port: number;
    };
    const log = join(folder.path, `${ordering}-${modelServer.port}.log`);
    const simulator = started([
      "serve",
      "simulator",
      "--model-server-url",
      modelServer.url,
      "--log",
      log,
      "--ordering",
      ordering,
    ]);
    const gateway = JSON.parse((await simulator.stdoutMatches(/^\{.*\}$/m))[0]) as { url: string; metricsUrl: string };
    return [
      ...[
        "--envoy-url",
        gateway.url,
        "--model-server-url",
        modelServer.url,
        "--model-server-admin-url",
        modelServer.adminUrl,
      ],
      ...["--router-metrics-url", gateway.metricsUrl, "--router-log", log, "--namespace", "default"],
    ];
  }

  test("workload-aware passes", async () => {
    const dir = join(folder.path, "existing-aware");
    const { code, stdout } = await command(
      "run",
      ...(await servers("workload-aware")),
      "--scenario",
      "basic-priority",
      "--run-dir",
      dir,
    );
    expect(stdout).toMatch(/PASS/);
    expect(code).toBe(0);
  }, 60_000);

  test("fcfs does not pass, and the report says why", async () => {
    const dir = join(folder.path, "existing-fcfs");
    const { code } = await command(
      "run",
      ...(await servers("fcfs")),
      "--scenario",
      "basic-priority,mixed-stress",
      "--run-dir",
      dir,
    );
    expect([1, 3]).toContain(code);
    expect(["fail", "inconclusive"]).toContain(verdictOf(dir, "functional.criticality-order"));
    expect(verdictOf(dir, "observability.dispatch-order")).toBe("fail");
    expect(readFileSync(join(dir, "report.md"), "utf8")).toContain("explained by fcfs");
  }, 60_000);

  test("without gate and witnesses nothing about an order is claimed", async () => {
    const dir = join(folder.path, "existing-blind");
    const [envoyFlag, envoyUrl, modelFlag, modelUrl] = await servers("workload-aware");
    const args = [envoyFlag, envoyUrl, modelFlag, modelUrl].map(String);
    const { code } = await command("run", ...args, "--scenario", "basic-priority", "--run-dir", dir);
    expect(code).toBe(3);
    expect(verdictOf(dir, "functional.criticality-order")).toBe("inconclusive");
    expect(verdictOf(dir, "observability.log-points")).toBe("not-measured");
  }, 60_000);

  test("an address where nobody answers is exit code 4, and says which", async () => {
    const { code, stderr } = await command("run", "--envoy-url", "http://127.0.0.1:9", "--scenario", "basic-priority");
    expect(code).toBe(4);
    expect(stderr).toMatch(/127\.0\.0\.1:9/);
  });
});
