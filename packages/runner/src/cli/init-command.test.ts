import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { commandHere } from "../../../../tests/command-here.ts";

const WORKFLOWS = join(".github", "workflows");
const before = process.cwd();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  mkdirSync(join(folder, ".git"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const configure = (text: string) => writeFileSync("wa-routing.config.yaml", text);
const inputsOf = (file: string) => parse(readFileSync(join(WORKFLOWS, file), "utf8")).jobs.routing.steps[0].with;

test("beside a configuration file that names a gateway, the workflow is for that gateway, and it is said", async () => {
  configure("envoy-url: http://gateway.example:8081\ngate: none\noutput: result.json\n");
  const { code, stdout } = await commandHere("init");
  expect(code).toBe(0);
  expect(inputsOf("wa-routing.yml")).toEqual({
    environment: "existing",
    "envoy-url": "http://gateway.example:8081",
    gate: "none",
    comment: "always",
  });
  expect(stdout).toContain("it says what wa-routing.config.yaml says: the action does not read that file");
  expect(stdout).toContain("no such inputs: output");
});

test("another environment that is asked for takes nothing of it", async () => {
  configure("envoy-url: http://gateway.example:8081\n");
  const { stdout } = await commandHere("init", "--environment", "embedded");
  expect(inputsOf("wa-routing.yml")).toEqual({ environment: "embedded", comment: "always" });
  expect(stdout).not.toContain("wa-routing.config.yaml");
});

test.each(["standalone", "kind"])(
  "%s, by flag or by file: the example is named, and nothing is written",
  async (environment) => {
    const asked = await commandHere("init", "--environment", environment);
    configure(`environment: ${environment}\n`);
    const configured = await commandHere("init");
    for (const { code, stderr } of [asked, configured]) {
      expect(code).toBe(2);
      expect(stderr).toContain(`copy examples/workflows/${environment}.yml`);
    }
    expect(readdirSync(".")).not.toContain(".github");
  },
);

test("a second workflow is told how to get another name, and has it everywhere", async () => {
  await commandHere("init");
  const refused = await commandHere("init", "--environment", "existing");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("with --name NAME") });
  const { code } = await commandHere("init", "--environment", "existing", "--forks", "--name", "routing-of-ours");
  expect(code).toBe(0);
  const text = (file: string) => readFileSync(join(WORKFLOWS, file), "utf8");
  const [run, report] = ["routing-of-ours.yml", "routing-of-ours-report.yml"].map((file) => parse(text(file)));
  expect([run.name, report.name]).toEqual(["routing-of-ours", "routing-of-ours-report"]);
  expect(report.on.workflow_run.workflows).toEqual([run.name]);
  expect([run.concurrency.group, report.concurrency.group].join()).not.toMatch(/(^|,)wa-routing-/);
});
