import { execa } from "execa";
import { endChild } from "../process/child-process.ts";
import { followStream } from "./follow-stream.ts";
import type { LogFollower, LogObserver } from "./router-log.ts";

const STOP_MS = 1000;

/**
 * Follows what a shell command prints on standard output, such as `kubectl logs -f deploy/epp`.
 *
 * A command that ends before it is stopped is a gap even with exit code 0: `kubectl logs -f` ends so when its pod is deleted.
 */
export function followCommand(command: string, observer: LogObserver): LogFollower {
  // Its own process group, so that stopping the shell stops what the shell started.
  const child = execa(command, {
    shell: true,
    buffer: false,
    reject: false,
    detached: true,
    stdin: "ignore",
    stderr: "pipe",
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-500);
  });
  let stopping = false;
  const follower = followStream(child.stdout, { onLogChunk: observer.onLogChunk, onGap: () => undefined });
  const ended = child.then(({ exitCode }) => {
    if (stopping) return;
    observer.onGap(
      `the log command ended with exit code ${exitCode ?? "none"} before the run did: ${command} ${stderr.trim()}`.trim(),
    );
  });
  const signalGroup = (signal: "SIGTERM" | "SIGKILL") => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended by itself.
    }
  };
  return {
    ...follower,
    async stop() {
      stopping = true;
      await endChild({ kill: signalGroup }, ended, STOP_MS);
      await follower.stop();
    },
  };
}
