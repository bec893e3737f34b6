import { WaRoutingError } from "@wa-routing/protocol";
import { callProgram, type HostProgram, type ProgramAnswer, type ProgramCall } from "../../process/call-program.ts";

/**
 * Calls `kind` or `docker`. A refusal is an answer; one that did not end in time says so.
 *
 * @throws WaRoutingError `PROGRAM_MISSING`; the signal's reason when aborted, once the program has ended.
 */
export async function askProgram(
  program: HostProgram,
  args: readonly string[],
  call?: ProgramCall,
): Promise<ProgramAnswer> {
  const answer = await callProgram(program, args, call);
  return answer.late === null ? answer : { ...answer, stderr: `${answer.late}; ${answer.stderr}` };
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
