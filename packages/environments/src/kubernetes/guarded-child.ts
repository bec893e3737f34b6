import type { Readable } from "node:stream";
import { execa } from "execa";
import { endChild, holdUp } from "../process/child-process.ts";

const STOP_MS = 2000;

// Our end of standard input closes when we end, however that happens: then whoever reads it ends the program.
// Lighter than a guard in Node, of which there would be one for each log and each forward.
const GUARD = `exec 3<&0
linger=$1; shift
"$@" </dev/null 3<&- &
program=$!
{ cat <&3; sleep "$linger"; kill "$program"; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
trap 'kill "$program" 2>/dev/null' TERM
wait "$program"; code=$?
kill "$guard" 2>/dev/null
exit "$code"`;

/** How a child ended. */
export interface ChildEnd {
  /** Null: a signal ended it, or it could not be started. */
  readonly exitCode: number | null;
  /** Whether it was told to. */
  readonly stopped: boolean;
}

/** Somebody else's program that runs until it is stopped, or until this process ends, however that happens. */
export interface GuardedChild {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<ChildEnd>;
  stop(): Promise<void>;
  /** It does not hold this process up from now on. */
  unref(): void;
}

/**
 * Starts a program in a process group of its own: a terminal's Ctrl-C is ours to answer.
 *
 * @param lingerSeconds How long it goes on when this process has ended without a word.
 */
export function spawnGuarded(program: string, args: readonly string[], lingerSeconds = 0): GuardedChild {
  const child = execa("/bin/sh", ["-c", GUARD, "guard", String(lingerSeconds), program, ...args], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    reject: false,
    detached: true,
  });
  child.stdin.on("error", () => undefined); // It has ended: that is told by its end.
  let stopped = false;
  const ended = child.then(({ exitCode }) => ({ exitCode: exitCode ?? null, stopped }));
  const signalGroup = (signal: "SIGTERM" | "SIGKILL") => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended by itself.
    }
  };
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    unref: () => holdUp(child, false),
    async stop() {
      stopped = true;
      holdUp(child, true);
      await endChild({ kill: signalGroup }, ended, STOP_MS);
    },
  };
}
