import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { StandInPrograms } from "../packages/environments/src/kind/stand-in-programs.test-data.ts";
import { command, commandsOfTests, temporaryFolder } from "./command.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();
let programs: StandInPrograms;
beforeEach(() => {
  programs = new StandInPrograms();
  programs.set("images", "epp:dev\nenvoy:dev\nserver:dev\n");
  programs.set("clusters", "theirs\n");
});
afterEach(() => programs.end());

let runs = 0;

/** A run whose cluster comes about, and whose gateway does not: the stand-in for kubectl has no nodes that it could run on. */
function broken(hold: string, input = "") {
  const images = ["--epp-image", "epp:dev", "--envoy-image", "envoy:dev", "--model-server-image", "server:dev"];
  const dir = join(folder, String(++runs));
  const scenario = ["--scenario", "basic-priority", "--run-dir", dir];
  return started(["run", "--environment", "kind", ...scenario, ...images, "--hold", hold], { input });
}

const HELD = /^The run broke \(.*\): all stays up (until|for .*, or until) Enter, a signal or wa-routing down$/m;

test("down from another terminal: the run goes on and ends with its own exit code, and so does its cluster", async () => {
  const run = broken("on-failure");
  await run.stderrMatches(HELD);
  expect(run.printed()).toMatch(/^ {2}export KUBECONFIG=\S+wa-routing-[0-9a-f]{8}\.kubeconfig$/m);
  expect(programs.calls("kind delete")).toEqual([]);
  const down = await command("down", "--json");
  expect(JSON.parse(down.stdout)).toMatchObject({ held: [{ pid: run.pid }], found: "nothing" });
  expect((await run.finished).code).toBe(4);
  expect(programs.read("clusters")).toBe("theirs\n");
  expect(programs.calls("kind delete")).toHaveLength(1);
}, 120_000);

test.each([
  ["a signal", "10m", ""],
  ["Enter", "10m", "\n"],
  ["the end of its time", "1s", ""],
])(
  "%s ends it, and the exit code stands",
  async (what, hold, input) => {
    const run = broken(hold, input);
    await run.stderrMatches(HELD);
    if (what === "a signal") run.kill("SIGTERM");
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(4);
    expect(stderr).not.toContain("interrupted");
    expect(programs.read("clusters")).toBe("theirs\n");
  },
  120_000,
);
