import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandOptions, type Running, startCommand } from "../command.ts";
import { descendantsOf, type ProcessRow } from "../process-rows.ts";
import { untilTrue } from "../until-true.ts";

const UNTIL_INTERRUPTED_MS = 60_000;

const heldFor = (pauseMs: number, requests: number) => `name: held-for-long
title: Requests that wait
claim: Requests wait.
visibleBecause: The gate is closed.
refutedBy: A request that is answered.
workloads:
  plain: { header: none }
sampling: { sampling: fixed, trialsPerArm: 1 }
steps:
  - step: hold
  - step: send
    streams: [{ workload: plain, arrivals: { process: burst, count: ${requests} } }]
  - step: barrier
  - { step: pause, ms: ${pauseMs} }
  - step: release
  - step: drain
`;

/** A run of which the queue is held now. */
export interface HeldRun {
  readonly dir: string;
  readonly process: Running;
  /** Everything that runs below it. */
  readonly below: readonly ProcessRow[];
}

/** Writes a scenario in which requests are held for a while. */
export function writeHeldScenario(
  path: string,
  { pauseMs = UNTIL_INTERRUPTED_MS, requests = 4 }: { readonly pauseMs?: number; readonly requests?: number },
): string {
  writeFileSync(path, heldFor(pauseMs, requests));
  return path;
}

/** Starts a run, and waits until its requests are queued. */
export async function startHeldRun(
  folder: string,
  name: string,
  args: readonly string[],
  { pauseMs, ...options }: CommandOptions & { readonly pauseMs?: number } = {},
  start = startCommand,
): Promise<HeldRun> {
  // A file of its own: runs beside it may be reading theirs.
  const scenario = writeHeldScenario(join(folder, `${name}.yaml`), pauseMs === undefined ? {} : { pauseMs });
  const dir = join(folder, name);
  const process = start(["run", "--scenario", scenario, "--run-dir", dir, ...args], options);
  const steps = join(dir, "held-for-long", "steps.ndjson");
  await untilTrue(
    () => "the queue was held",
    40_000,
    () => existsSync(steps) && readFileSync(steps, "utf8").includes('"step":"barrier"'),
  );
  return { dir, process, below: descendantsOf(process.pid) };
}
