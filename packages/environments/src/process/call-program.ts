import { basename } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";

/** Programs of this host that are called by their name, and how one gets them. */
const PROGRAMS = {
  kind: "https://kind.sigs.k8s.io/docs/user/quick-start/#installation",
  docker: "https://docs.docker.com/get-docker/",
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
} as const;

export type HostProgram = keyof typeof PROGRAMS;

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** How one call is made. */
export interface ProgramCall {
  readonly signal?: AbortSignal | undefined;
  /** What it reads on standard input. */
  readonly input?: string;
  /** After which it is ended. */
  readonly timeoutMs?: number;
}

/** What one call came to. */
export interface ProgramAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** That it did not end in time, in words; null: it did. */
  readonly late: string | null;
}

/**
 * Calls a program. A refusal is an answer; arguments go to the program as they are: no shell reads them.
 *
 * @param path Name or path by which it is called. Default: its own name, from the PATH.
 * @throws WaRoutingError `PROGRAM_MISSING`; the signal's reason when aborted, once the program has ended.
 */
export async function callProgram(
  program: HostProgram,
  args: readonly string[],
  { signal, input, timeoutMs = 120_000 }: ProgramCall = {},
  path: string = program,
): Promise<ProgramAnswer> {
  signal?.throwIfAborted();
  const result = await execa(path, args, {
    ...(input === undefined ? { stdin: "ignore" } : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    maxBuffer: MOST_OUTPUT_BYTES,
    stripFinalNewline: false,
    reject: false,
    // A terminal's Ctrl-C is ours to answer: what it would interrupt, we end or wait for.
    detached: true,
  });
  signal?.throwIfAborted();
  const { failed, stdout, stderr, code, timedOut } = result;
  if (code === "ENOENT" || code === "EACCES") throw missing(program, path, result);
  const late = timedOut ? `it did not end within ${timeoutMs / 1000} s` : null;
  return { ok: !failed, stdout: stdout ?? "", stderr: stderr ?? "", late };
}

function missing(program: HostProgram, path: string, cause: unknown): WaRoutingError {
  return new WaRoutingError(`there is no program ${path} on this machine`, {
    code: "PROGRAM_MISSING",
    field: basename(path),
    expected: `${program} on the PATH`,
    remedy: `install it: ${PROGRAMS[program]}`,
    cause,
  });
}
