import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { commandsOfTests, temporaryFolder } from "./command.ts";
import { writeHeldScenario } from "./failing/held-run.ts";
import { descendantsOf, gone, type ProcessRow, signalIfThere } from "./process-rows.ts";
import { untilTrue } from "./until-true.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();
const below: ProcessRow[] = [];
afterEach(() => {
  for (const { pid } of below.splice(0)) signalIfThere(pid, "SIGKILL");
});
// Ends on SIGTERM and passes nothing on, as npx does: a shell that waits for what it has started.
const NPX = { through: ["sh", "-c", '"$0" "$@"; exit $?'], env: { npm_command: "exec" } };

test("a run ends with the npx that started it: interrupted, its queue free, its servers gone", async () => {
  const dir = join(folder, "run");
  const scenario = writeHeldScenario(join(folder, "held.yaml"), {});
  const npx = started(["run", "--scenario", scenario, "--run-dir", dir], NPX);
  const steps = join(dir, "held-for-long", "steps.ndjson");
  await untilTrue(
    () => "the queue was held",
    40_000,
    () => existsSync(steps) && readFileSync(steps, "utf8").includes('"step":"barrier"'),
  );
  below.push(...descendantsOf(npx.pid));
  expect(below.length).toBeGreaterThanOrEqual(3);
  npx.kill("SIGTERM");
  const { signal, stderr } = await npx.finished;
  expect(signal).toBe("SIGTERM");
  await gone(below);
  expect(stderr).toContain("wa-routing: interrupted; what was measured by then is in the run folder");
  expect(JSON.parse(readFileSync(join(dir, "run.json"), "utf8"))).toMatchObject({
    exitReason: "interrupted",
    exitDetail: "interrupted: npm, which had started it, has ended",
  });
}, 90_000);

test.each(["model-server", "simulator"])(
  "serve %s ends with the npx that started it",
  async (server) => {
    const args = server === "simulator" ? ["--model-server-url", "http://127.0.0.1:9"] : [];
    const npx = started(["serve", server, ...args], NPX);
    await npx.stdoutMatches(/"port":\d+/);
    below.push(...descendantsOf(npx.pid));
    expect(below).not.toEqual([]);
    npx.kill("SIGTERM");
    await gone(below);
  },
  60_000,
);

test("what a script of package.json leaves in the background is left to serve", async () => {
  const through = ["sh", "-c", '"$0" "$@" & wait'];
  const script = started(["serve", "model-server"], { through, env: { npm_command: "run-script" } });
  const [, adminPort] = await script.stdoutMatches(/"adminPort":(\d+)/);
  below.push(...descendantsOf(script.pid));
  const shell = descendantsOf(process.pid).filter(({ pid }) => pid === script.pid);
  expect(shell).toHaveLength(1);
  script.kill("SIGTERM");
  await gone(shell);
  // Three looks at its parent later.
  await new Promise((resolve) => setTimeout(resolve, 1600));
  expect((await fetch(`http://127.0.0.1:${adminPort}/health`)).status).toBe(200);
}, 60_000);
