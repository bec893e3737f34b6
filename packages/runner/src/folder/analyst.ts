import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { WaRoutingError } from "@wa-routing/protocol";
import type { JudgedRun } from "./analyze-run-folder.ts";

/** Judges run folders in a process of its own: what a run needs seconds for would hold up the requests of others that are sent from here. */
export interface Analyst extends AsyncDisposable {
  /**
   * Analyses a run folder, judges it and writes its reports; one folder after the other.
   *
   * @throws WaRoutingError as `analyzeRunFolder`; `ENVIRONMENT_BROKE` when the process has ended.
   */
  judge(runDir: string): Promise<JudgedRun>;
}

/** What the process says of a folder. An error is not sent as such: it would come without its code. */
export type Answer =
  | { readonly judged: JudgedRun }
  | { readonly failure: Omit<WaRoutingError, "name" | "stack" | "cause"> };

/** Starts the process. It ends when it is disposed of, and with this one. */
export function startAnalyst(): Analyst {
  const { entry, execArgv } = entryPoint();
  // A signal to our group does not reach it: what an interrupted run has left is still judged.
  const child = fork(entry, { execArgv, serialization: "advanced", detached: true });
  let last: Promise<unknown> = Promise.resolve();
  return {
    judge(runDir) {
      const judged = last.then(async () => await ask(child, runDir));
      last = judged.catch(() => undefined);
      return judged;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function ask(child: ChildProcess, runDir: string): Promise<JudgedRun> {
  const answered = new AbortController();
  const { signal } = answered;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const gone = () => reject(ended(child, runDir));
      if (!child.connected) return gone();
      once(child, "message", { signal }).then(([said]) => resolve(said as Answer), reject);
      once(child, "exit", { signal }).then(gone, () => undefined);
      child.send(runDir);
    });
    if ("judged" in answer) return answer.judged;
    const { message, code } = answer.failure;
    throw Object.assign(new WaRoutingError(message, { code }), answer.failure);
  } finally {
    answered.abort();
  }
}

function ended({ exitCode, signalCode }: ChildProcess, runDir: string): WaRoutingError {
  const how = signalCode ?? (exitCode === null ? "it is not connected" : `code ${exitCode}`);
  return new WaRoutingError(`the process that analyses ${runDir} has ended: ${how}`, {
    code: "ENVIRONMENT_BROKE",
    value: runDir,
    expected: "a process that analyses run folders until the selftest ends",
    remedy: "wa-routing analyze DIR judges the folder",
  });
}

/** The built file; in a checkout the source, which Node 20 runs through tsx. */
function entryPoint(): { readonly entry: string; readonly execArgv: string[] } {
  const fromSource = import.meta.url.endsWith(".ts");
  return {
    entry: fileURLToPath(new URL(fromSource ? "./analysis-process.ts" : "./analysis-process.js", import.meta.url)),
    execArgv: fromSource ? ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx")] : [],
  };
}
