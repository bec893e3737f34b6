import { fileURLToPath } from "node:url";
import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";
import { endChild, holdUp, recordChild } from "./child-process.ts";
import { forgetProcess } from "./environment-folder.ts";
import type { ServerOptions, ServerReady } from "./server-options.ts";

const READY_MS = 30_000;
const STOP_MS = 3000;

/** A server in a process of its own. */
export interface ServerProcess<Ready extends ServerReady> {
  readonly ready: Ready;
  /** What broke it, once it has ended without being asked to. */
  failure(): string | null;
  /** Comes with `failure()`, at that moment; never, when it does not break. */
  readonly broken: Promise<string>;
  /** Writes a line on its standard input. */
  tell(line: string): void;
  stop(): Promise<void>;
}

/**
 * Starts a server process and waits until it answers.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the process's last words; the signal's reason when aborted, once it has ended.
 */
export async function startServerProcess<Options extends ServerOptions>(
  options: Options,
  signal?: AbortSignal,
): Promise<ServerProcess<Extract<ServerReady, { server: Options["server"] }>>> {
  const { entry, nodeOptions } = entryPoint();
  const name = options.server === "program" ? options.name : guardName(options);
  const child = execa(process.execPath, [...nodeOptions, entry, JSON.stringify(options)], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    reject: false,
    // Neither the end of a terminal nor a signal to our group reaches it: the end of its standard input tells it.
    detached: true,
  });
  child.stdin.on("error", () => undefined); // It has ended: that is told by its end.
  const { pid } = child;
  recordChild(options.folder, { role: "guard", name: guardName(options) }, child);
  let lastWords = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  let stopping = false;
  let failure: string | null = null;
  const ended = child.then(({ exitCode, signal }) => {
    if (pid !== undefined) forgetProcess(options.folder, pid);
    if (!stopping)
      failure = `${name} ended (${signal ?? `exit code ${exitCode}`}): ${lastWords.trim() || "no last words"}`;
  });
  const stop = async () => {
    stopping = true;
    holdUp(child, true);
    child.stdin.end();
    await endChild(child, ended, STOP_MS);
  };

  const timeout = AbortSignal.timeout(READY_MS);
  const givenUp = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const line = await Promise.race([
    firstLine(child.stdout),
    ended.then(() => null),
    new Promise<null>((resolve) => {
      if (givenUp.aborted) resolve(null);
      else givenUp.addEventListener("abort", () => resolve(null));
    }),
  ]);
  if (line === null) {
    await stop();
    signal?.throwIfAborted();
    throw new WaRoutingError(failure ?? `${name} did not answer; ${lastWords.trim() || "it said nothing"}`, {
      code: "ENVIRONMENT_NOT_STARTED",
      field: name,
      value: lastWords.trim(),
      expected: `a server that answers within ${READY_MS} ms`,
    });
  }
  child.stdout.resume();
  holdUp(child, false);
  return {
    ready: JSON.parse(line) as Extract<ServerReady, { server: Options["server"] }>,
    failure: () => failure,
    broken: ended.then(() => failure ?? new Promise<never>(() => undefined)),
    tell: (line) => void child.stdin.write(`${line}\n`),
    stop,
  };
}

function guardName(options: ServerOptions): string {
  if (options.server === "gate-guard") return "the guard of the gate";
  return options.server === "program" ? `the guard of ${options.name}` : `the ${options.server}`;
}

/** The built file beside this one; in a checkout, the source, which Node 20 runs through tsx. */
function entryPoint(): { entry: string; nodeOptions: string[] } {
  const fromSource = import.meta.url.endsWith(".ts");
  return {
    entry: fileURLToPath(new URL(fromSource ? "./server-process.ts" : "./server-process.js", import.meta.url)),
    nodeOptions: fromSource ? ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx")] : [],
  };
}

/** Never comes if the stream ends before: whoever waits also waits for the process's end, which tells why. */
async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const onData = (chunk: Buffer | string) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end < 0) return;
      stream.off("data", onData);
      resolve(text.slice(0, end));
    };
    stream.on("data", onData);
  });
}
