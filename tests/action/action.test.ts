import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { ActionJob, type EndedStep, type JobOptions } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";
import { findNode24 } from "./node-24.ts";

const built = bundledAction();
const tiny = writeTinyScenario(join(built.folder, "tiny.yaml"));

function newJob(options: Partial<JobOptions> = {}): ActionJob {
  return new ActionJob({ ...built, ...options });
}

function errorsOf({ commands }: EndedStep): string[] {
  return commands.filter(({ name }) => name === "error").map(({ data }) => data);
}

const node24 = findNode24("the action on Node 24");

describe.each([
  ["this Node", process.execPath, process.version, "basic-priority"],
  ["Node 24", node24, /^v24\./, tiny],
])("on %s", (_, node, version, scenarios) => {
  test.skipIf(node === null)(
    "on the embedded gateway: summary, outputs, exit code 0; its post finds nothing to do",
    async () => {
      const job = newJob({ node: node as string });
      const { code, stdout, stderr, outputs, summary } = await job.step({ scenarios });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(outputs).toMatchObject({ verdict: "pass", failed: "0", inconclusive: "0", "exit-code": "0" });
      expect(Number(outputs.passed) + Number(outputs["not-measured"])).toBe(12);
      expect(JSON.parse(readFileSync(outputs.checklist as string, "utf8")).verdict).toBe("pass");
      expect(readFileSync(outputs["report-path"] as string, "utf8")).toContain("<!doctype html>");
      expect(JSON.parse(readFileSync(join(outputs["run-dir"] as string, "run.json"), "utf8"))).toMatchObject({
        toolVersion: versionOfRunner(),
        host: { node: expect.stringMatching(version) },
      });
      expect(outputs["run-dir"]).toContain(join(job.folder, "temp"));
      expect(summary).toMatch(/^## ☑ Workload-aware routing: pass/);
      expect(summary.match(/^\| [☑☒◐▢] /gm)).toHaveLength(12);
      expect(stdout).toMatch(/^::group::(basic-priority|tiny): .+\n(.+\n)*.* trial 1 of up to \d+: \w+$/m);
      expect(await job.post()).toMatchObject({ code: 0, stdout: "nothing was left behind\n" });
      expect(readdirSync(join(job.folder, "tmp"))).toEqual([]);
    },
    60_000,
  );
});

function versionOfRunner(): string {
  const manifest = new URL("../../packages/runner/package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

describe("with fcfs planted, fail-on", () => {
  const inputs = { scenarios: "basic-priority", ordering: "fcfs", trials: "2" };

  test("as it is: exit code 1, and the step names the checks that failed", async () => {
    const { code, commands, outputs, summary } = await newJob().step(inputs);
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ verdict: "fail", "exit-code": "1" });
    const errors = commands.filter(({ name }) => name === "error");
    expect(errors[0]?.properties.title).toBe("fail: High-criticality requests complete before low-criticality");
    expect(errors).toHaveLength(Number(outputs.failed) + Number(outputs.inconclusive));
    expect(summary).toContain("explained by fcfs");
  }, 60_000);

  test("never: exit code 0, and what failed is a warning; under its former name the ordering is the same", async () => {
    const { ordering, ...others } = inputs;
    const step = await newJob().step({ ...others, policy: ordering, "fail-on": "never" });
    expect(step).toMatchObject({ code: 0, outputs: { verdict: "fail", "exit-code": "1" } });
    expect(errorsOf(step)).toEqual([]);
    expect(step.commands.filter(({ name }) => name === "warning").length).toBeGreaterThan(0);
  }, 60_000);
});

test.each([
  ["inconclusive", 3],
  ["fail", 0],
])(
  "what could not be decided, with fail-on %s: exit code %i",
  async (failOn, code) => {
    const job = newJob();
    const step = await job.step({ scenarios: tiny, ordering: "fcfs,workload-aware", "fail-on": failOn });
    const { outputs, summary } = step;
    expect(step.code).toBe(code);
    expect(outputs).toMatchObject({ verdict: "inconclusive", passed: "0", inconclusive: "2", "exit-code": "3" });
    expect(JSON.parse(readFileSync(outputs.checklist as string, "utf8")).runs).toHaveLength(2);
    expect(summary).toContain(readFileSync(outputs["report-path"] as string, "utf8"));
  },
  60_000,
);

test("two steps of one job do not meet", async () => {
  const job = newJob();
  const first = await job.step({ scenarios: tiny });
  const second = await job.step({ scenarios: tiny });
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(second.outputs["run-dir"]).not.toBe(first.outputs["run-dir"]);
}, 60_000);

test("an environment that cannot be reached: exit code 4, the folder says why, and so do summary and step", async () => {
  const step = await newJob().step({ scenarios: tiny, "envoy-url": "http://127.0.0.1:9", "fail-on": "never" });
  expect(step.code).toBe(4);
  expect(step.outputs).toMatchObject({ "exit-code": "4" });
  expect(errorsOf(step).join()).toContain("127.0.0.1:9");
  expect(step.summary).toContain("127.0.0.1:9");
  const manifest = readFileSync(join(step.outputs["run-dir"] as string, "run.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ exitReason: "environment-failed" });
  expect(step.stderr).toBe("");
}, 60_000);

test("a folder that holds an earlier run: exit code 2, and nothing of that run is taken for this one's", async () => {
  const job = newJob();
  const earlier = await job.step({ scenarios: tiny });
  const step = await job.step({ scenarios: tiny, "run-dir": earlier.outputs["run-dir"] as string });
  expect(step.code).toBe(2);
  expect(step.outputs).toMatchObject({ verdict: "", checklist: "", "run-dir": "", "exit-code": "2" });
  expect(errorsOf(step).join()).toContain("it holds an earlier run");
}, 60_000);

test("the timeout ends a run: what was measured by then is judged, and that is said", async () => {
  const step = await newJob().step({ scenarios: "basic-priority", trials: "50", timeout: "0.05" });
  expect(step.code).toBe(143);
  expect(step.outputs).toMatchObject({ "exit-code": "143", verdict: expect.stringMatching(/./) });
  expect(step.summary).toContain("ended after 0.05 minutes, as the input timeout asks");
  expect(step.summary.match(/^\| [☑☒◐▢] /gm)).toHaveLength(12);
  expect(errorsOf(step)).toEqual(["ended after 0.05 minutes, as the input timeout asks"]);
}, 60_000);
