import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import type { ProcessIdentity } from "@wa-routing/protocol";

/**
 * What is known of a process that was recorded: it runs; it has ended (its number is free, or another's); or nothing can be
 * proven: it was recorded in another boot or container, or its command is another one now.
 */
export type Presence = "running" | "gone" | "unknown";

/**
 * Identifies a process that runs now; null where there is none, or only what is left of one that has ended (a zombie).
 *
 * On Linux by boot id, pid namespace and start in clock ticks since boot (`/proc/PID/stat`, field 22), elsewhere by `ps`, whose
 * start is in whole seconds.
 */
export function identify(pid: number): ProcessIdentity | null {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** Whether a recorded process still runs. */
export function presenceOf(recorded: ProcessIdentity): Presence {
  if (recorded.scope !== scope()) return "unknown";
  const now = identify(recorded.pid);
  if (now === null || now.started !== recorded.started) return "gone";
  return now.command === recorded.command ? "running" : "unknown";
}

function scope(): string {
  if (process.platform !== "linux") return process.platform;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
}

function fromProc(pid: number): ProcessIdentity | null {
  try {
    // The name, in parentheses, may hold spaces and parentheses itself: what follows the last one begins with field 3.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const [state = "", started = ""] = [fields[0], fields[22 - 3]];
    if (/^[ZXx]$/.test(state)) return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0$/, "").replaceAll("\0", " ");
    return { pid, scope: scope(), started, command };
  } catch {
    return null; // There is no such process, or it ended while it was looked at.
  }
}

function fromPs(pid: number): ProcessIdentity | null {
  try {
    const line = execFileSync("ps", ["-ww", "-p", String(pid), "-o", "state=,lstart=,command="], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, state = "", started = "", command = ""] =
      /^\s*(\S+)\s+(\S+ +\S+ +\S+ +\S+ +\S+)\s+(.*?)\s*$/s.exec(line) ?? [];
    return state === "" || state.startsWith("Z") ? null : { pid, scope: scope(), started, command };
  } catch {
    return null; // ps fails where there is no such process.
  }
}
