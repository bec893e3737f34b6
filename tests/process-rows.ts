import { readdirSync, readFileSync } from "node:fs";
import { untilTrue } from "./until-true.ts";

/** A process, as the kernel tells of it; one that has ended and was not waited for is none. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since boot: numbers of processes begin again when they are used up. */
  readonly started: number;
  readonly name: string;
  readonly commandLine: string;
}

/** Processes that carry the mark of a test's folder, in their command line or their environment. */
export function processesOf(folder: string): ProcessRow[] {
  return allProcesses().filter(({ pid, commandLine }) =>
    `${commandLine}\0${procText(pid, "environ")}`.includes(folder),
  );
}

/** The processes below one, however deep. */
export function descendantsOf(pid: number): ProcessRow[] {
  const rows = allProcesses();
  const below = (parent: number): ProcessRow[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

/** Sends a signal to a process, unless it has ended: as it may between a look at it and the signal. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Waits until none of the rows runs any more. */
export const gone = (below: readonly ProcessRow[]) =>
  untilGone("what ran below it is gone", () => {
    const running = new Map(allProcesses().map(({ pid, started }) => [pid, started]));
    return below.filter(({ pid, started }) => running.get(pid) === started);
  });

/** Waits until a look at processes finds none. */
export const untilGone = (what: string, look: () => readonly ProcessRow[]) =>
  untilTrue(
    () => `${what}: ${look().map(({ name, pid }) => `${name} (${pid})`)} ran on`,
    15_000,
    () => look().length === 0,
  );

function allProcesses(): ProcessRow[] {
  return readdirSync("/proc").flatMap((entry): ProcessRow[] => {
    const match = /^(\d+) \((.*)\) ([^Z]) (\d+) (?:\S+ ){17}(\d+) /s.exec(
      /^\d+$/.test(entry) ? procText(Number(entry), "stat") : "",
    );
    if (match === null) return [];
    const pid = Number(match[1]);
    const [parent, started] = [Number(match[4]), Number(match[5])];
    return [{ pid, name: String(match[2]), parent, started, commandLine: procText(pid, "cmdline") }];
  });
}

function procText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // It has ended, or is not ours.
  }
}
