import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { endChild, recordChild } from "./child-process.ts";
import { forgetProcess } from "./environment-folder.ts";
import { endOf, lastWords } from "./last-words.ts";
import type { ServerOptions, ServerReady } from "./server-options.ts";

/** Shorter than the patience of whoever stops the guard: the program must never be left behind. */
const STOP_MS = 1500;

/**
 * Runs somebody else's program; to be called in a process of its own, the guard.
 *
 * When the program ends by itself, the guard ends in the same way (exit code or signal), with the program's last words on
 * standard error.
 */
export async function startGuardedProgram({
  name,
  command,
  arguments: args,
  env,
  folder,
  log,
}: Extract<ServerOptions, { server: "program" }>): Promise<{ ready: ServerReady; close: () => Promise<void> }> {
  const file = openSync(join(folder, log), "a+");
  // Its own process group: a terminal's Ctrl-C is ours to answer.
  const child = spawn(command, args, {
    stdio: ["ignore", file, file],
    detached: true,
    env: { ...process.env, ...env },
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const spawned = new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  // Known to be ours when the guard is killed, too.
  recordChild(folder, { role: "program", name }, child);
  await spawned;
  const pid = child.pid as number;
  let stopping = false;
  void ended.then(({ code, signal }) => {
    forgetProcess(folder, pid);
    if (stopping) return;
    process.stderr.write(lastWords(endOf(file)));
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  return {
    ready: { server: "program", pid },
    async close() {
      stopping = true;
      await endChild(child, ended, STOP_MS);
    },
  };
}
