import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { carryOutAction } from "../packages/action/src/carry-out-action.ts";
import { temporaryFolder } from "./command.ts";
import { printedHere } from "./printed-here.ts";
import { writeTinyScenario } from "./tiny-scenario.ts";

const folder = temporaryFolder();
afterAll(folder.remove);
const main = fileURLToPath(new URL("../packages/action/src/main.ts", import.meta.url));

/** The action as a runner starts it: inputs and files by environment, in a folder of its own. */
async function runAction(name: string, inputs: Readonly<Record<string, string>>) {
  const output = join(folder.path, `${name}.output`);
  const summary = join(folder.path, `${name}.summary`);
  for (const file of [output, summary]) writeFileSync(file, "");
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    "INPUT_RUN-DIR": join(folder.path, name),
    ...Object.fromEntries(Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value])),
  };
  const child = spawn(
    process.execPath,
    ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx"), main],
    { env, cwd: folder.path },
  );
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const outputs = Object.fromEntries(
    [...readFileSync(output, "utf8").matchAll(/^(\S+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, key, , value]) => [
      key,
      value,
    ]),
  );
  return { code, stdout, outputs, summary: readFileSync(summary, "utf8") };
}

test("on the embedded gateway: summary, outputs, exit code 0", async () => {
  const { code, outputs, summary } = await runAction("embedded", { scenarios: "basic-priority" });
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ verdict: "pass", failed: "0", inconclusive: "0" });
  expect(JSON.parse(readFileSync(outputs.checklist as string, "utf8")).verdict).toBe("pass");
  expect(readFileSync(outputs["report-path"] as string, "utf8")).toContain("<!doctype html>");
  expect(summary).toMatch(/^## ☑ Workload-aware routing: pass/);
  expect(summary.match(/^\| [☑☒◐▢] /gm)).toHaveLength(12);
}, 60_000);

test("with fcfs planted: exit code 1, and the summary says why; with fail-on never: 0", async () => {
  const inputs = { scenarios: "basic-priority", ordering: "fcfs", trials: "2" };
  const failed = await runAction("fcfs", inputs);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("::error::workload-aware routing: fail");
  expect(failed.summary).toContain("explained by fcfs");
  // As published: the former name of the input.
  const { ordering, ...others } = inputs;
  expect(await runAction("never", { ...others, policy: ordering, "fail-on": "never" })).toMatchObject({
    code: 0,
    outputs: { verdict: "fail" },
  });
}, 60_000);

test("under several orderings the table that tells them apart", async () => {
  const scenarios = writeTinyScenario(join(folder.path, "tiny.yaml"));
  const { code, outputs, summary } = await runAction("orderings", { scenarios, ordering: "fcfs,workload-aware" });
  expect(outputs).toMatchObject({ verdict: "inconclusive", passed: "0", failed: "0", inconclusive: "2" });
  expect(JSON.parse(readFileSync(outputs.checklist as string, "utf8")).runs).toHaveLength(2);
  expect(readFileSync(outputs["report-path"] as string, "utf8")).toBe(summary);
  expect(code).toBe(1);
}, 60_000);

test.each([
  [{ environment: "cluster" }, /input environment is "cluster".*expected one of embedded, existing, standalone/],
  [{ seed: "x" }, /input seed is "x".*expected a whole number/],
  [{ trials: "0" }, /input trials is "0".*expected a whole number of 1 or more/],
  [{ "fail-on": "pass" }, /input fail-on is "pass".*expected one of fail, inconclusive, never/],
  [{ namespace: "prod" }, /the input namespace belongs to .*needs the input envoy-url/],
  [{ environment: "embedded", gate: "none" }, /the input gate belongs to the environment existing/],
  [{ "envoy-url": "nowhere" }, /the input envoy-url is "nowhere"/],
  [{ "envoy-url": "http://127.0.0.1:9", "router-log": "-" }, /an action has no standard input/],
  [{ ordering: "fcfs", policy: "fcfs" }, /the input policy is another name of the input ordering/],
  [{ "router-metrics-token": "s3cret" }, /^::add-mask::s3cret\n::error::the input router-metrics-token belongs to/],
  [{ ordering: "lifo" }, /the input ordering: there is no "lifo"/],
  [{ scenarios: "nonsense" }, /there is no scenario "nonsense"/],
  [{ environment: "existing" }, /needs the input envoy-url/],
])("wrong inputs: %j", async (inputs, says) => {
  for (const [name, text] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, text);
  const { code, stdout } = await printedHere(carryOutAction);
  expect(code).toBe(1);
  expect(stdout).toMatch(says);
});
