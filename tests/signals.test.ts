import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { command, commandsOfTests, temporaryFolder } from "./command.ts";
import { standInPrograms } from "./failing/stand-in-programs.ts";
import { descendantsOf, gone } from "./process-rows.ts";
import { requestsSent } from "./requests-sent.ts";
import {
  EXIT_CODES,
  type Interrupted,
  interrupt,
  PHASES,
  runsInPhases,
  SIGNALS,
  signalMatrix,
} from "./signal-phases.ts";
import { untilTrue } from "./until-true.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const started = commandsOfTests();
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

describe("a signal in every phase of a run on the embedded gateway", () => {
  const runs = runsInPhases(folder, started, ["--environment", "embedded"]);
  const seen: Interrupted[] = [];
  afterAll(() => void process.stderr.write(signalMatrix("embedded", seen)));

  test.each(PHASES)(
    "%s: everything is stopped within 5 s, what there is is judged, and the code says which signal it was",
    async (phase) => {
      const begun = await Promise.all(
        SIGNALS.map(async (signal) => ({ signal, run: await runs[phase](`${phase}-${signal}`) })),
      );
      const interrupted: Interrupted[] = [];
      // One after the other: what ends beside it would take its time.
      for (const { signal, run } of begun) interrupted.push(await interrupt(phase, signal, run));
      seen.push(...interrupted);
      expect(interrupted.map(({ exitCode }) => exitCode)).toEqual(SIGNALS.map((signal) => EXIT_CODES[signal]));
    },
    90_000,
  );
});

describe("a start that does not come to its end is given up at once", () => {
  test("a gateway that accepts connections and does not answer", async () => {
    let connections = 0;
    const server = createServer(() => connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const dir = join(folder, "silent");
    const process = started(["run", "--run-dir", dir, "--scenario", "basic-priority", "--envoy-url", url]);
    await untilTrue(
      () => "it was connected to",
      60_000,
      () => connections > 0,
    );
    const { exitCode } = await interrupt("start", "SIGTERM", { dir, process });
    server.close();
    expect(exitCode).toBe(EXIT_CODES.SIGTERM);
    expect(read("silent", "report.md")).toContain("The gateway did not start: interrupted by SIGTERM.");
  }, 90_000);

  test("an endpoint picker that does not get ready: what it was told is kept", async () => {
    const dir = join(folder, "never-ready");
    const programs = standInPrograms(folder, { epp: "echo 'it waits'; exec sleep 300" });
    const process = started(["run", "--run-dir", dir, "--scenario", "basic-priority", ...programs]);
    await untilTrue(
      () => "the endpoint picker was started",
      60_000,
      () => descendantsOf(process.pid).some(({ commandLine }) => commandLine === "sleep\x00300\x00"),
    );
    const { exitCode } = await interrupt("start", "SIGINT", { dir, process });
    expect(exitCode).toBe(EXIT_CODES.SIGINT);
    expect(JSON.parse(read("never-ready", "run.json")).artifacts).toContain("epp.yaml");
    expect(read("never-ready", "router.log")).toBe("it waits\n");
  }, 90_000);
});

test("SIGKILL: the servers end by themselves, and what was on disk is judged, and not as a pass", async () => {
  const dir = join(folder, "killed");
  const run = started(["run", "--scenario", "basic-priority", "--trials", "30", "--run-dir", dir]);
  const requests = join(dir, "basic-priority", "requests.ndjson");
  await untilTrue(
    () => "the run was in its trials",
    60_000,
    () => requestsSent(requests) >= 200,
  );
  const below = descendantsOf(run.pid);
  expect(below.length).toBeGreaterThanOrEqual(2);
  run.kill("SIGKILL");
  await run.finished;
  await gone(below);
  const { code, stdout } = await command("analyze", dir);
  expect(code).toBe(3);
  expect(stdout).toContain("The run did not come to its end.");
  const { checks } = JSON.parse(read("killed", "checklist.json")) as { checks: { id: string; verdict: string }[] };
  expect(checks.find(({ id }) => id === "functional.criticality-order")?.verdict).toBe("inconclusive");
}, 90_000);
