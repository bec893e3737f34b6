import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, expect, test } from "vitest";
import { command, temporaryFolder } from "./command.ts";

const folder = temporaryFolder();
afterAll(folder.remove);
const root = fileURLToPath(new URL("../", import.meta.url));
const source = ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx")];

test("a suite of somebody else's, with Node's test runner", async () => {
  const { exitCode, stdout } = await execa(
    process.execPath,
    [...source, "--test", "examples/node-test/client.test.mjs"],
    { cwd: root, reject: false },
  );
  expect(stdout).toMatch(/# pass 2\b/);
  expect(exitCode).toBe(0);
}, 60_000);

test("a suite of somebody else's, in vitest", async () => {
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--dir",
    "examples/vitest",
    "--config",
    "examples/vitest/vitest.config.ts",
  ];
  const { exitCode, stdout } = await execa(process.execPath, args, {
    cwd: root,
    reject: false,
    env: { NO_COLOR: "1" },
  });
  expect(stdout).toMatch(/Tests {2}1 passed/);
  expect(exitCode).toBe(0);
}, 60_000);

test("a scenario in YAML", async () => {
  const file = `${root}examples/scenarios/two-teams.yaml`;
  expect(await command("scenarios", "validate", file)).toMatchObject({ code: 0, stderr: "" });
  expect((await command("run", "--scenario", file, "--run-dir", `${folder.path}/yaml`)).code).toBe(0);
}, 60_000);

test("a router's own weights in YAML", async () => {
  const score = ["--score", `${root}examples/score/criticality-first.yaml`];
  const ran = await command("run", ...score, "--scenario", "basic-priority", "--run-dir", `${folder.path}/score`);
  expect(ran.stdout).toContain("☑ Priority scores match expected formula");
  expect(ran.stdout.replace(/\s+/g, " ")).toContain("score wait-weight=0.2,criticality-weight=0.6, seed");
}, 60_000);

test("a scenario in TypeScript", async () => {
  const program = `${root}examples/scenarios/run-own-scenario.ts`;
  const { exitCode, stdout } = await execa(process.execPath, [...source, program], { cwd: folder.path, reject: false });
  expect(stdout).toMatch(/^pass, evidence in runs\//m);
  expect(exitCode).toBe(0);
}, 60_000);
