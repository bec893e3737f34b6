import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "./command.ts";

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
  const inputs = { scenarios: "basic-priority", policy: "fcfs", trials: "2" };
  const failed = await runAction("fcfs", inputs);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("::error::workload-aware routing: fail");
  expect(failed.summary).toContain("explained by fcfs");
  expect(await runAction("never", { ...inputs, "fail-on": "never" })).toMatchObject({
    code: 0,
    outputs: { verdict: "fail" },
  });
}, 60_000);

test.each([
  [{ environment: "cluster" }, /input environment is "cluster", expected one of embedded, existing, standalone/],
  [{ seed: "x" }, /input seed is "x", expected a whole number/],
  [{ scenarios: "nonsense" }, /there is no scenario "nonsense"/],
  [{ environment: "existing" }, /needs --envoy-url/],
])("wrong inputs: %j", async (inputs, says) => {
  const { code, stdout } = await runAction("wrong", inputs);
  expect(code).toBe(1);
  expect(stdout).toMatch(says);
});
