import type { ProcessIdentity, ProcessRecord } from "@wa-routing/protocol";
import { until } from "../until.ts";
import { processesIn } from "./environment-folder.ts";
import { presenceOf } from "./process-identity.ts";

const TERM_MS = 3000;
const KILL_MS = 3000;

/** What became of the recorded processes of a folder that still ran. */
export interface EndedProcesses {
  readonly ended: readonly ProcessRecord[];
  /** Those of which it cannot be proven that they are what was recorded, and any that would not end. */
  readonly left: readonly ProcessRecord[];
}

/**
 * Ends the processes that a folder records, each only if its number, start and command are what was recorded, and waits until
 * they have ended. First the guards, which end their programs; then the programs that have none left.
 */
export async function endProcessesIn(folder: string): Promise<EndedProcesses> {
  const ended: ProcessRecord[] = [];
  const left: ProcessRecord[] = [];
  for (const role of ["guard", "program"]) {
    const records = processesIn(folder).filter((record) => record.role === role);
    const outcomes = await Promise.all(records.map(({ identity }) => endProcess(identity)));
    ended.push(...records.filter((_, index) => outcomes[index] === "ended"));
    left.push(...records.filter((_, index) => outcomes[index] === "left"));
  }
  return { ended, left };
}

/** Ends one process: asks it to, and after `termMs` makes it. `gone`: it had ended before. */
export async function endProcess(identity: ProcessIdentity, termMs = TERM_MS): Promise<"ended" | "gone" | "left"> {
  const before = presenceOf(identity);
  if (before !== "running") return before === "gone" ? "gone" : "left";
  for (const [signal, deadlineMs] of [
    ["SIGTERM", termMs],
    ["SIGKILL", KILL_MS],
  ] as const) {
    // Looked at again right before: a signal goes to whoever has the number then.
    if (presenceOf(identity) === "running" && !send(identity.pid, signal)) return "left";
    if (await isGone(identity, deadlineMs)) return "ended";
  }
  return "left";
}

/** Waits until a recorded process has ended; whether it has. */
export async function isGone(identity: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  const look = () => presenceOf(identity) === "gone" || "it running";
  try {
    await until({ what: "the end of the process", code: "PROCESS_LEFT", deadlineMs, everyMs: 20 }, look);
    return true;
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
