import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningGateway } from "@wa-routing/environments";
import { WaRoutingError } from "@wa-routing/protocol";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { analyzeRunFolder } from "../folder/analyze-run-folder.ts";
import { readManifest } from "../folder/read-run-folder.ts";
import { heldForAMoment, madeUpGateway } from "./gateway.test-data.ts";
import { type RunOptions, runScenarios } from "./run-scenarios.ts";

vi.mock("node:fs", { spy: true });

const parent = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
let runs = 0;

// The sampler is the only one who sets intervals: what is left of it is counted, not waited for.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** Runs against a gateway that is not there, and looks at what is left when it has ended. */
async function ran(changes: Partial<RunningGateway>, runDir = join(parent, String(++runs))) {
  const { gateway, told } = madeUpGateway();
  // Not spread: what is read of it may throw.
  Object.defineProperties(gateway, Object.getOwnPropertyDescriptors(changes));
  const opened = vi.mocked(openSync).mockClear().mock.results;
  const closed = vi.mocked(closeSync).mockClear().mock.calls;
  const running = runScenarios({
    scenarios: [heldForAMoment(1)],
    runDir,
    startGateway: () => Promise.resolve(gateway),
  });
  const error: unknown = await running.then(() => null).catch((reason: unknown) => reason);
  const left = { timers: vi.getTimerCount(), files: opened.length - closed.length };
  return { error, told, left, opened: opened.length, runDir };
}

const fails = (text: string) => () => Promise.reject(new Error(text));
const settle = () => Promise.resolve();
const nothingLeft = { timers: 0, files: 0 };

test("a run that goes well ends its sampler, its files, its witnesses and its gateway", async () => {
  const { error, told, left, opened, runDir } = await ran({});
  expect(error).toBeNull();
  expect(told).toEqual(["gate closed", "gate opened", "watch stopped", "gateway ended"]);
  expect(opened).toBeGreaterThan(4);
  expect(left).toEqual(nothingLeft);
  expect(readManifest(runDir)).toMatchObject({ exitReason: "completed", exitDetail: null });
});

test("a loss is recorded with its times since the run began", async () => {
  const broke = { fromMs: 0, toMs: 0 };
  const { runDir } = await ran({
    watch: async ({ onLoss }) => {
      const nowMs = performance.now();
      Object.assign(broke, { fromMs: nowMs, toMs: nowMs + 250 });
      onLoss({ witness: "arrivals", text: "they broke off", during: broke });
      onLoss({ witness: "router-log", text: "it was cut" });
      return { settle, readLog: settle, stop: settle };
    },
  });
  const [timed, untimed] = readManifest(runDir).losses;
  expect(timed?.during?.fromMs).toBeGreaterThanOrEqual(0);
  expect(timed?.during?.fromMs).toBeLessThan(broke.fromMs);
  expect((timed?.during?.toMs ?? 0) - (timed?.during?.fromMs ?? 0)).toBeCloseTo(250, 6);
  expect(untimed).toEqual({ witness: "router-log", text: "it was cut" });
});

test.each([
  [true, [{ witness: "requests", text: "Envoy ended: what it broke is no fault of the router's", replaced: true }]],
  [false, []],
  [undefined, []],
])("an environment that broke beside its router (%s) has lost what it broke", async (beside, losses) => {
  const failure = () => "Envoy ended";
  const { runDir } = await ran({ failure, ...(beside === undefined ? {} : { brokeBesideRouter: () => beside }) });
  expect(readManifest(runDir)).toMatchObject({ exitReason: "environment-failed", losses });
});

test.each<[string, Partial<RunningGateway>, readonly string[], string]>([
  ["following the witnesses", { watch: fails("it fell") }, ["gateway ended"], "failed"],
  [
    "letting the witnesses go",
    { watch: () => Promise.resolve({ settle, readLog: settle, stop: fails("it fell") }) },
    ["gate closed", "gate opened", "gateway ended"],
    "failed",
  ],
  [
    "waiting for the witnesses",
    {
      watch: () =>
        Promise.resolve({ settle: fails("it fell"), readLog: fails("it fell"), stop: fails("it fell again") }),
    },
    ["gate closed", "gate opened", "gateway ended"],
    "failed",
  ],
  [
    "keeping what the environment made",
    {
      get artifacts(): never {
        throw new Error("it fell");
      },
    },
    ["gate closed", "gate opened", "watch stopped", "gateway ended"],
    "failed",
  ],
  [
    "a scenario's own steps",
    { gate: { ...madeUpGateway().gateway.gate, close: fails("it fell") } as RunningGateway["gate"] },
    ["watch stopped", "gateway ended"],
    "failed",
  ],
  [
    "ending the gateway",
    { [Symbol.asyncDispose]: fails("it fell") },
    ["gate closed", "gate opened", "watch stopped"],
    "completed",
  ],
])("an error in %s is thrown, and all the others are ended", async (_, changes, expected, exitReason) => {
  const { error, told, left, runDir } = await ran(changes);
  expect(error).toEqual(new Error("it fell"));
  expect(told).toEqual(expected);
  expect(left).toEqual(nothingLeft);
  const { endedAt, ...manifest } = readManifest(runDir);
  expect(endedAt).not.toBeNull();
  expect(manifest).toMatchObject({ exitReason, exitDetail: exitReason === "failed" ? "it fell" : null });
});

describe("a gateway that does not start", () => {
  const notStarted = new WaRoutingError("Envoy ended: no such port", {
    code: "ENVIRONMENT_NOT_STARTED",
    expected: "a gateway that answers",
    cause: new Error("exit code 1"),
  });
  const log = join(parent, "envoy.log");
  writeFileSync(log, "its last line\n");
  const starting = (runDir: string, startGateway: RunOptions["startGateway"], signal?: AbortSignal) => {
    const scenarios = [heldForAMoment(1)];
    return runScenarios({ scenarios, runDir, startGateway, ...(signal === undefined ? {} : { signal }) });
  };

  test("leaves a folder that was there before, and says why, with its logs", async () => {
    let before: unknown;
    const runDir = join(parent, String(++runs));
    const running = starting(runDir, (_, keep) => {
      before = readManifest(runDir);
      keep([
        { name: "envoy.log", path: log },
        { name: "not-there.log", path: join(parent, "not-there.log") },
      ]);
      return Promise.reject(notStarted);
    });
    await expect(running).rejects.toBe(notStarted);
    expect(before).toMatchObject({ endedAt: null, exitReason: null, gateway: { notStarted: true } });
    expect(readManifest(runDir)).toMatchObject({
      endedAt: expect.any(String),
      exitReason: "environment-failed",
      exitDetail: "Envoy ended: no such port (exit code 1)",
      artifacts: ["envoy.log"],
    });
    expect(readFileSync(join(runDir, "envoy.log"), "utf8")).toBe("its last line\n");
    expect((await analyzeRunFolder(runDir)).checklist.verdict).toBe("inconclusive");
    for (const report of ["report.md", "report.html", "junit.xml"])
      expect(readFileSync(join(runDir, report), "utf8"), report).toMatch(/The gateway did not start: Envoy ended/);
  });

  test("because it was interrupted: that is said", async () => {
    const interruption = new AbortController();
    const runDir = join(parent, String(++runs));
    const running = starting(
      runDir,
      (signal) => {
        interruption.abort(new Error("interrupted by SIGINT"));
        return Promise.reject(signal.reason);
      },
      interruption.signal,
    );
    await expect(running).rejects.toThrow("interrupted by SIGINT");
    expect(readManifest(runDir)).toMatchObject({ exitReason: "interrupted", exitDetail: "interrupted by SIGINT" });
    expect(readFileSync(join(runDir, "report.md"), "utf8")).toContain("did not start: interrupted by SIGINT.");
  });

  test("because an option is wrong: there was no run", async () => {
    const wrong = new WaRoutingError("--gate is wrong", { code: "GATE_INCOMPLETE", expected: "another" });
    const runDir = join(parent, String(++runs));
    const running = starting(runDir, (_, keep) => {
      keep([{ name: "envoy.log", path: log }]);
      return Promise.reject(wrong);
    });
    await expect(running).rejects.toBe(wrong);
    expect(existsSync(runDir)).toBe(false);
  });
});

test("an error in the analysis is thrown when everything has ended", async () => {
  const { description } = madeUpGateway().gateway;
  const { error, told, left } = await ran({
    description: { ...description, gate: "a gate that is not known" as never },
  });
  expect(error).toMatchObject({ code: "FILE_INVALID" });
  expect(told).toEqual(["gate closed", "gate opened", "watch stopped", "gateway ended"]);
  expect(left).toEqual(nothingLeft);
});

test("what went wrong first is thrown, not what went wrong because of it", async () => {
  const { description } = madeUpGateway().gateway;
  const { error } = await ran({
    description: { ...description, gate: "a gate that is not known" as never },
    watch: fails("it fell"),
    [Symbol.asyncDispose]: fails("it fell, too"),
  });
  expect(error).toEqual(new Error("it fell"));
});

describe("what the evidence could not hold is refused before anything is started", () => {
  const started = () => expect.unreachable("a gateway was started");
  const scenario = heldForAMoment(1);
  test.each([2 ** 53, Number.NaN, 1.5, Number.POSITIVE_INFINITY])("a seed of %s", async (seed) => {
    const running = runScenarios({ scenarios: [scenario], seed, startGateway: started });
    await expect(running).rejects.toMatchObject({
      code: "OPTION_INVALID",
      field: "--seed",
      remedy: expect.any(String),
    });
  });

  test.each([
    { sampling: { sampling: "fixed" as const, trialsPerArm: 0 } },
    { sampling: { sampling: "fixed" as const, trialsPerArm: 1001 } },
    { name: "../../victim" },
    { name: "n".repeat(64) },
  ])("a scenario with %j", async (change) => {
    const running = runScenarios({ scenarios: [{ ...scenario, ...change }], startGateway: started });
    await expect(running).rejects.toMatchObject({ code: "SCENARIO_INVALID" });
  });
});

test("a folder that is not empty is left alone, and no gateway is started for it", async () => {
  const folder = mkdtempSync(join(parent, "used-"));
  writeFileSync(join(folder, "theirs"), "");
  const { error, told } = await ran({}, folder);
  expect(error).toMatchObject({ code: "RUN_DIR_NOT_EMPTY" });
  expect(told).toEqual([]);
});

test("for a folder that cannot be made, no gateway is started", async () => {
  const file = join(parent, "a-file");
  writeFileSync(file, "");
  const { error, told, left } = await ran({}, join(file, "run"));
  expect(error).toMatchObject({ code: "RUN_DIR_UNUSABLE" });
  expect(told).toEqual([]);
  expect(left).toEqual(nothingLeft);
});

test("an option that there is none of is refused before anything is there", async () => {
  const options = {
    scenarios: [heldForAMoment(1)],
    gateway: {},
    runDir: join(parent, "strict"),
  } as unknown as RunOptions;
  await expect(runScenarios(options)).rejects.toThrow('runScenarios has no option "gateway"');
  expect(existsSync(join(parent, "strict"))).toBe(false);
});
