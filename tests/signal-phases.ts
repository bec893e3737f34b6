import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { checklistSchema, runManifestSchema } from "@wa-routing/protocol";
import { expect } from "vitest";
import type { Running, startCommand } from "./command.ts";
import { startHeldRun } from "./failing/held-run.ts";
import { descendantsOf, gone } from "./process-rows.ts";
import { untilTrue } from "./until-true.ts";

export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type Signal = (typeof SIGNALS)[number];
export const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
export const PHASES = ["inputs", "start", "prime", "hold", "send", "overhead", "analyse", "publish"] as const;
export type Phase = (typeof PHASES)[number];

/** Everything has to have ended by then. */
const ENDS_WITHIN_MS = 5000;
const REACHED_MS = 60_000;

/** A run that was seen to be in a phase. */
interface RunInPhase {
  readonly dir: string;
  readonly process: Running;
  /** Lets it go on, where it was held up so that the signal comes in its phase. */
  readonly goOn?: () => Promise<unknown>;
}

/** What a signal did in a phase. */
export interface Interrupted {
  readonly phase: string;
  readonly signal: Signal;
  /** As a shell tells it. */
  readonly exitCode: number;
  readonly afterMs: number;
}

const scenario = (name: string, workload: string, steps: readonly string[]) => `name: ${name}
title: A phase that lasts
claim: Requests are answered.
visibleBecause: Each of them is recorded.
refutedBy: A request that fails.
workloads:
  plain: ${workload}
sampling: { sampling: fixed, trialsPerArm: 1 }
${steps.join("\n")}
`;
const SEND_ONE = "  - step: send\n    streams: [{ workload: plain, arrivals: { process: burst, count: 1 } }]";
const CONTEXT = "{ header: context, criticality: 3 }";
const SCENARIOS = {
  primes: scenario("primes", CONTEXT, [
    ...["prepare:", "  - { step: prime, workloads: [plain], requestsEach: 1000 }"],
    ...["request: { maxTokens: 50 }", "steps:", SEND_ONE, "  - step: drain"],
  ]),
  sends: scenario("sends", CONTEXT, [
    ...["steps:", "  - step: send"],
    "    streams: [{ workload: plain, arrivals: { process: constant, count: 600, ratePerSecond: 10 } }]",
    "  - step: drain",
  ]),
  // As the catalogue's overhead, but so slowly that runs beside each other do not take each other's time.
  measures: `name: measures
title: An overhead that is measured for long
claim: It is below the limit.
visibleBecause: Requests of both kinds are interleaved.
refutedBy: An interval above the limit.
workloads:
  caller: ${CONTEXT}
  plain: { header: none }
  fcfs: { header: context, criticality: 3, route: fcfs }
sampling: { sampling: until-decided, budgetMs: 60000, minTrialsPerArm: 8, maxTrialsPerArm: 64 }
steps:
  - step: alternate
    spacingMs: 40
    streams: [{ workload: caller, requests: 10 }, { workload: plain, requests: 10 }, { workload: fcfs, requests: 10 }]
  - step: drain
expectations:
  - { check: performance.overhead, workload: caller, baselines: [fcfs, plain] }
`,
  // Long enough that what holds up its analysis can be put there.
  pauses: scenario("pauses", "{ header: none }", [
    "steps:",
    SEND_ONE,
    "  - step: drain",
    "  - { step: pause, ms: 2500 }",
  ]),
};

/** Starts runs on one kind of gateway, and brings each into a phase: what shows that it is there is looked at, nothing is slept. */
export function runsInPhases(
  folder: string,
  start: typeof startCommand,
  gateway: readonly string[],
): Record<Phase, (name: string) => Promise<RunInPhase>> {
  const write = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
    return join(folder, file);
  };
  const files = Object.fromEntries(
    Object.entries(SCENARIOS).map(([name, text]) => [name, write(`${name}.yaml`, text)]),
  );
  const run = (name: string, which: string) => {
    const dir = join(folder, name);
    return { dir, process: start(["run", "--run-dir", dir, "--scenario", which, ...gateway]) };
  };
  const reached = (what: string, look: () => boolean) => untilTrue(() => what, REACHED_MS, look);
  const holds = (file: string, text: string) => existsSync(file) && readFileSync(file, "utf8").includes(text);
  const dispatching = async (name: string, which: keyof typeof SCENARIOS) => {
    const started = run(name, String(files[which]));
    const log = join(started.dir, "router.log");
    await reached("the router dispatched", () => holds(log, "Request dispatched"));
    return started;
  };
  /** A run that cannot get past one of its files, which is a pipe that nobody reads. */
  const heldUp = async (name: string, { at, after, once }: Readonly<Record<"at" | "after" | "once", string>>) => {
    const started = run(name, String(files.pauses));
    await reached(`${once} was there`, () => existsSync(join(started.dir, once)));
    const pipe = join(started.dir, at);
    spawnSync("mkfifo", [pipe]);
    await reached(`${after} was written`, () => existsSync(join(started.dir, after)));
    return { ...started, goOn: () => readToTheEnd(pipe, started.process) };
  };
  return {
    async inputs(name) {
      const pipe = join(folder, `${name}.yaml`);
      spawnSync("mkfifo", [pipe]);
      const started = run(name, pipe);
      // Comes when the run has opened it, too, and waits for what is in it.
      const writer = await open(pipe, "w");
      return { ...started, goOn: () => writer.close() };
    },
    async start(name) {
      // Goes on until the signal comes, however long the runs that are interrupted before it take to end.
      const started = run(name, String(files.sends));
      await reached("a first process was started", () => serversBelow(started.process).length > 0);
      return started;
    },
    prime: (name) => dispatching(name, "primes"),
    hold: (name) => startHeldRun(folder, name, gateway, {}, start),
    send: (name) => dispatching(name, "sends"),
    async overhead(name) {
      const started = run(name, String(files.measures));
      await reached("a block was measured", () => holds(join(started.dir, "measures", "steps.ndjson"), '"trial":0'));
      return started;
    },
    analyse: (name) =>
      heldUp(name, { once: "pauses/plan.json", at: "pauses/analysis.json", after: "pauses/router-events.ndjson" }),
    publish: (name) => heldUp(name, { once: "run.json", at: "report.html", after: "checklist.json" }),
  };
}

/**
 * Reads a pipe as often as it is written to: a report that is there is written by the analysis, too. It is never let go of meanwhile:
 * a second writer that opens it just then would meet EPIPE.
 */
async function readToTheEnd(pipe: string, { finished }: Running): Promise<void> {
  const bothWays = await open(pipe, "r+");
  let ended = false;
  void finished.finally(() => {
    ended = true;
    return bothWays.write("\n"); // Nobody else will write any more: the last reading ends.
  });
  while (!ended) await bothWays.read();
  await bothWays.close();
}

const serversBelow = ({ pid }: Running) =>
  descendantsOf(pid).filter(({ commandLine }) => commandLine.includes("server-process"));

/** Sends a signal to a run in a phase, and looks at how it ends, at what it says, and at what it leaves. */
export async function interrupt(
  phase: Phase,
  signal: Signal,
  { dir, process, goOn }: RunInPhase,
): Promise<Interrupted> {
  const below = descendantsOf(process.pid);
  const startMs = performance.now();
  process.kill(signal);
  await goOn?.();
  const { code, signal: endedBy, stdout, stderr } = await process.finished;
  const afterMs = Math.round(performance.now() - startMs);
  await gone(below);
  expect(afterMs, `${phase}, ${signal}: ${stderr}`).toBeLessThan(ENDS_WITHIN_MS);
  expect(stderr).not.toMatch(/\n\s+at /);
  if (phase === "inputs") expect(existsSync(dir), "a run that has not begun has no folder").toBe(false);
  else if (phase === "analyse" || phase === "publish") expectWhole(dir, stdout, stderr);
  else expectCutShort(dir, stdout, stderr, signal);
  return { phase, signal, exitCode: code ?? 128 + constants.signals[endedBy as Signal], afterMs };
}

const read = (dir: string, name: string) => readFileSync(join(dir, name), "utf8");
const checklistOf = (dir: string) => checklistSchema.parse(JSON.parse(read(dir, "checklist.json")));
const manifestOf = (dir: string) => runManifestSchema.parse(JSON.parse(read(dir, "run.json")));

/** All had been measured: it is judged to its end. */
function expectWhole(dir: string, stdout: string, stderr: string): void {
  expect(stderr).toMatch(/^wa-routing: interrupted; the run had come to its end, and its verdict stands$/m);
  expect(stdout).toContain(`Evidence: ${dir}`);
  expect(manifestOf(dir)).toMatchObject({ exitReason: "completed", exitDetail: null });
  expect(stdout.toLowerCase()).toContain(checklistOf(dir).verdict);
  expect(read(dir, "junit.xml")).toContain("</testsuites>");
}

function expectCutShort(dir: string, stdout: string, stderr: string, signal: Signal): void {
  expect(stderr).toMatch(/^wa-routing: interrupted; what was measured by then is in the run folder/m);
  expect(stdout).toBe("");
  const detail = `interrupted by ${signal}`;
  expect(manifestOf(dir)).toMatchObject({ exitReason: "interrupted", exitDetail: detail, endedAt: expect.any(String) });
  const { verdict, checks } = checklistOf(dir);
  expect(verdict).toBe("inconclusive");
  // What the user did is no fault of the router's.
  expect(checks.filter((check) => check.verdict === "fail").map(({ id }) => id)).toEqual([]);
  for (const report of ["report.md", "report.html", "junit.xml"]) expect(read(dir, report), report).toContain(detail);
}

/** A row for each phase, a column for each signal: exit code and ms. */
export function signalMatrix(title: string, all: readonly Interrupted[]): string {
  const signals = SIGNALS.filter((signal) => all.some((one) => one.signal === signal));
  const cell = (phase: string, signal: Signal) => {
    const found = all.find((one) => one.phase === phase && one.signal === signal);
    return (found === undefined ? "" : `${found.exitCode} ${found.afterMs} ms`).padStart(14);
  };
  const phases = [...new Set(all.map(({ phase }) => phase))];
  return [
    `${title.padEnd(14)}${signals.map((signal) => signal.padStart(14)).join("")}`,
    ...phases.map((phase) => `${phase.padEnd(14)}${signals.map((signal) => cell(phase, signal)).join("")}`),
    "",
  ].join("\n");
}
