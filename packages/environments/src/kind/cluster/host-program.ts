import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";

/** Programs of this host that make and fill a cluster, and how one gets them. */
const PROGRAMS = {
  kind: "https://kind.sigs.k8s.io/docs/user/quick-start/#installation",
  docker: "https://docs.docker.com/get-docker/",
} as const;

export type HostProgram = keyof typeof PROGRAMS;

/** How one call is made. */
export interface ProgramCall {
  readonly signal?: AbortSignal | undefined;
  /** What it reads on standard input. */
  readonly input?: string;
  /** Default 2 minutes. */
  readonly timeoutMs?: number;
}

/** What one call came to. */
export interface ProgramAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Calls `kind` or `docker`. A refusal is an answer; arguments go to the program as they are.
 *
 * @throws WaRoutingError `PROGRAM_MISSING`; the signal's reason when aborted, once the program has ended.
 */
export async function askProgram(
  program: HostProgram,
  args: readonly string[],
  { signal, input, timeoutMs = 120_000 }: ProgramCall = {},
): Promise<ProgramAnswer> {
  signal?.throwIfAborted();
  const { failed, stdout, stderr, code, timedOut } = await execa(program, args, {
    ...(input === undefined ? { stdin: "ignore" } : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    reject: false,
    // A terminal's Ctrl-C is ours to answer: what it would interrupt, we end or wait for.
    detached: true,
  });
  signal?.throwIfAborted();
  if (code === "ENOENT" || code === "EACCES") {
    throw new WaRoutingError(`there is no program ${program} on this machine`, {
      code: "PROGRAM_MISSING",
      field: program,
      expected: `${program} on the PATH`,
      remedy: `install it: ${PROGRAMS[program]}`,
    });
  }
  const late = timedOut ? `it did not end within ${timeoutMs / 1000} s; ` : "";
  return { ok: !failed, stdout: stdout ?? "", stderr: `${late}${stderr ?? ""}` };
}

/**
 * What `kind` or `docker` prints.
 *
 * @param what What it is called for, as the error says: `the cluster could not be made`.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the program's last words, and as {@link askProgram}.
 */
export async function runProgram(
  what: string,
  program: HostProgram,
  args: readonly string[],
  call: ProgramCall = {},
): Promise<string> {
  const answer = await askProgram(program, args, call);
  if (answer.ok) return answer.stdout;
  throw notStarted(
    `${what}: ${program} ${args.slice(0, 2).join(" ")} said ${complaintIn(answer.stderr)}`,
    answer.stderr,
  );
}

/** The line of a program's complaint that says why, and what is above it where there is little. */
export function complaintIn(stderr: string): string {
  const lines = stderr.split("\n").flatMap((line) => line.trim() || []);
  const why = lines.filter((line) => /error|failed|not found|denied|cannot|no such|already/i.test(line));
  return JSON.stringify((why.at(-1) ?? lines.at(-1) ?? "nothing").slice(0, 400));
}

/** The error of a cluster, or of what it needs, that could not be had. */
export function notStarted(message: string, value?: string, remedy?: string): WaRoutingError {
  return new WaRoutingError(message, {
    code: "ENVIRONMENT_NOT_STARTED",
    expected: "a kind cluster with a gateway in it",
    ...(value === undefined ? {} : { value: value.trim().slice(-1000) }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
