import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findEnvoy, findEpp } from "@wa-routing/environments";
import { type Checklist, checklistSchema } from "@wa-routing/protocol";
import { afterAll } from "vitest";
import { commandsOfTests, type Running, temporaryFolder } from "./command.ts";

/**
 * Why a test file cannot run on Envoy and the reference picker here, also printed; null: it can.
 *
 * For now only with WA_ROUTING_STANDALONE=1; then, under WA_ROUTING_REQUIRE_ALL=1, what is missing is a failure.
 */
export async function reasonToSkipStandalone(file: string): Promise<string | null> {
  const reason = await missingHere();
  if (reason !== null) process.stderr.write(`skipped ${file}: ${reason}\n`);
  return reason;
}

async function missingHere(): Promise<string | null> {
  if (process.env.WA_ROUTING_STANDALONE !== "1") {
    return "WA_ROUTING_STANDALONE=1 runs it; it needs Envoy and the reference endpoint picker";
  }
  try {
    findEnvoy(undefined);
    await findEpp(undefined);
    return null;
  } catch (error) {
    if (process.env.WA_ROUTING_REQUIRE_ALL === "1") throw error;
    return (error as Error).message;
  }
}

/** A run of the command line and its folder. */
export interface StandaloneRun {
  readonly dir: string;
  readonly process: Running;
}

/** For one test file: runs on the standalone gateway, in a folder that is removed at the end. */
export function standaloneRuns() {
  const folder = temporaryFolder();
  const started = commandsOfTests();
  afterAll(folder.remove);

  const run = (name: string, ...args: string[]): StandaloneRun => {
    const dir = join(folder.path, name);
    return { dir, process: started(["run", "--environment", "standalone", "--run-dir", dir, ...args]) };
  };

  /** A run that is in its trials, with every process below it. */
  const begun = async (name: string, ...args: string[]) => {
    const { dir, process } = run(name, "--scenario", "basic-priority", "--trials", "30", ...args);
    const requests = join(dir, "basic-priority", "requests.ndjson");
    await untilTrue(
      "the run was in its trials",
      30_000,
      () => existsSync(requests) && readFileSync(requests, "utf8").split("\n").length > 100,
    );
    return { dir, process, below: descendantsOf(process.pid) };
  };

  return { folder, run, begun };
}

export function checklistOf(dir: string): Checklist {
  return checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
}

export function verdictOf(dir: string, id: string): string | undefined {
  return checklistOf(dir).checks.find((check) => check.id === id)?.verdict;
}

/** A process, as /proc lists it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

export function descendantsOf(pid: number): ProcessRow[] {
  const rows = readdirSync("/proc").flatMap((entry): ProcessRow[] => {
    try {
      const match = /^(\d+) \((.*)\) \S (\d+) /.exec(readFileSync(`/proc/${entry}/stat`, "utf8"));
      return match === null ? [] : [{ pid: Number(match[1]), name: String(match[2]), parent: Number(match[3]) }];
    } catch {
      return []; // It has ended, or is no process.
    }
  });
  const below = (parent: number): ProcessRow[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

export async function untilTrue(what: string, deadlineMs: number, look: () => boolean): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function untilGone(rows: readonly ProcessRow[]): Promise<void> {
  await untilTrue(`${rows.map(({ name, pid }) => `${name} (${pid})`).join(", ")} were gone`, 5000, () =>
    rows.every(({ pid }) => !existsSync(`/proc/${pid}`)),
  );
}
