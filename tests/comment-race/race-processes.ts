import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import type { CommentOutcome } from "../../packages/action/src/comment/comment-request.ts";
import type { LegTask } from "./leg-task.ts";

export const RACE_LEGS = 12;

/** Twelve processes that wait for a race. */
export interface RaceProcesses extends AsyncDisposable {
  /** What each of them did, in the order of the tasks: one for each process. */
  run(tasks: readonly LegTask[]): Promise<CommentOutcome[][]>;
}

/** Starts them from a bundle, as a job starts the action: from source each would take a second of a processor's time. */
export async function startRaceProcesses(): Promise<RaceProcesses> {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-race-"));
  const program = await bundle(folder);
  const processes: ChildProcess[] = [];
  const end = async () => {
    for (const child of processes) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (let index = 0; index < RACE_LEGS; index++) processes.push(fork(program, { stdio: "inherit" }));
    await Promise.all(processes.map((child) => answerOf(child)));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async run(tasks) {
      return await Promise.all(
        processes.map(async (child, index) => {
          const answer = answerOf(child);
          child.send(tasks[index] as LegTask);
          return (await answer) as CommentOutcome[];
        }),
      );
    },
    [Symbol.asyncDispose]: end,
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const given = new AbortController();
  const ended = once(child, "exit", { signal: given.signal }).then(([code]) => {
    throw new Error(`a leg ended with ${code}`);
  });
  ended.catch(() => undefined);
  try {
    const [answer] = await Promise.race([once(child, "message", { signal: given.signal }), ended]);
    return answer;
  } finally {
    given.abort();
  }
}

async function bundle(folder: string): Promise<string> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  await build({
    entry: { leg: join(root, "tests/comment-race/race-leg.ts") },
    outDir: folder,
    format: "esm",
    target: "node20",
    splitting: false,
    noExternal: [/.*/],
    config: false,
    silent: true,
    outExtension: () => ({ js: ".mjs" }),
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    esbuildOptions(options) {
      options.conditions = ["@wa-routing/source"];
    },
    tsconfig: join(root, "tsconfig.build.json"),
  });
  return join(folder, "leg.mjs");
}
