import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTinyScenario } from "../tiny-scenario.ts";
import { untilTrue } from "../until-true.ts";
import { ActionJob, type EndedStep, type RunningStep } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";
import { findNode24 } from "./node-24.ts";

const built = bundledAction();
const tiny = writeTinyScenario(join(built.folder, "tiny.yaml"));

/** A service for artifacts that takes every request and answers none. */
let asked = 0;
const silent = createServer(() => {
  asked += 1;
});
beforeAll(() => new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Ending = keyof typeof CODES;
const MOST_MS = 5000;

const printed = (pattern: RegExp) => (step: RunningStep) => pattern.test(step.printed());

/** When a phase has begun, as it can be seen from outside. */
const PHASES: Readonly<
  Record<string, { readonly scenarios: string; readonly begun: (step: RunningStep, job: ActionJob) => boolean }>
> = {
  inputs: { scenarios: "basic-priority", begun: ({ process }) => listensToSighup(process.pid as number) },
  start: { scenarios: "basic-priority", begun: printed(/^::group::start/m) },
  prime: { scenarios: "basic-priority", begun: printed(/: prime$/m) },
  hold: { scenarios: "basic-priority", begun: printed(/: hold$/m) },
  send: { scenarios: "basic-priority", begun: printed(/: send$/m) },
  overhead: { scenarios: "overhead", begun: printed(/^::group::overhead: .*\n(.*\n)*.*trial [2-9]/m) },
  analyse: {
    scenarios: "basic-priority",
    begun: (_, job) => filesOf(job).some((name) => name.endsWith("analysis.json")),
  },
  publish: { scenarios: tiny, begun: () => asked > 0 },
};

const machine = Object.keys(PHASES).flatMap((phase) =>
  (Object.keys(CODES) as Ending[]).map((signal) => [phase, signal] as const),
);
const runner = [
  ["hold", "SIGINT"],
  ["publish", "SIGTERM"],
] as const;

describe.each([
  ["this Node", process.execPath, machine],
  ["Node 24", findNode24("signals on Node 24"), runner],
] as const)("on %s", (_, node, rows) => {
  test.skipIf(node === null).each(rows)(
    "in the phase %s, %s ends everything within five seconds, and says so",
    async (phase, signal) => {
      const job = newJob(node as string);
      const { step, tookMs } = await interrupted(job, phase, signal);
      expect(step).toMatchObject({ code: CODES[signal], stderr: "", outputs: { "exit-code": String(CODES[signal]) } });
      expect(tookMs).toBeLessThan(MOST_MS);
      expect(step.summary).toContain(`interrupted by ${signal}`);
      expect(step.stdout).not.toMatch(/^ {4}at /m);
      // Nothing of an environment is left: it ends with its processes, and its folder with it.
      expect(readdirSync(join(job.folder, "tmp"))).toEqual([]);
      if (phase !== "inputs" && phase !== "start") {
        expect(step.outputs.verdict).toMatch(/^(pass|fail|inconclusive)$/);
        expect(step.summary.match(/^\| [☑☒◐▢] /gm)).toHaveLength(12);
      }
    },
    60_000,
  );
});

function newJob(node: string): ActionJob {
  const claims = Buffer.from(JSON.stringify({ scp: "Actions.Results:run-1:job-1" })).toString("base64url");
  return new ActionJob({
    ...built,
    node,
    env: {
      GITHUB_SERVER_URL: "https://github.com",
      ACTIONS_RUNTIME_TOKEN: `eyJhbGciOiJub25lIn0.${claims}.c2ln`,
      ACTIONS_RESULTS_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`,
    },
  });
}

async function interrupted(
  job: ActionJob,
  phase: string,
  signal: Ending,
): Promise<{ readonly step: EndedStep; readonly tookMs: number }> {
  const { scenarios, begun } = PHASES[phase] as (typeof PHASES)[string];
  asked = 0;
  const running = job.start({ scenarios, trials: "2" });
  await untilTrue(
    () => `${phase} has begun: ${running.printed()}`,
    30_000,
    () => begun(running, job),
  );
  const startMs = performance.now();
  running.process.kill(signal);
  return { step: await running.ended, tookMs: performance.now() - startMs };
}

/** From then on a signal is ours to answer: Linux tells which are caught. */
function listensToSighup(pid: number): boolean {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
  const caught = /^SigCgt:\s*([\da-f]+)$/m.exec(status)?.[1] ?? "0";
  return (BigInt(`0x${caught}`) & 1n) === 1n;
}

function filesOf(job: ActionJob): string[] {
  return readdirSync(join(job.folder, "temp"), { recursive: true, encoding: "utf8" });
}
