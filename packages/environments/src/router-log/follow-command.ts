import { execa } from "execa";
import { endChild } from "../process/child-process.ts";
import type { LogFollower, LogObserver } from "./router-log.ts";
import { wholeLines } from "./whole-lines.ts";

const STOP_MS = 1000;
const LAST_WORDS = 500;

/**
 * Follows what a shell command prints, such as `kubectl logs -f deploy/epp`: on standard output and on standard error, where
 * `docker logs` prints what a router wrote there. The lines of both are one log, in the order in which they come.
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
  let lastWords = "";
  let lastChunkMs = performance.now();
  let stopping = false;
  for (const stream of [child.stdout, child.stderr]) {
    const lines = wholeLines((whole) => {
      const ofLog = stream === child.stderr ? withoutOwnWords(whole, command) : whole;
      if (ofLog.length > 0) observer.onLogChunk(ofLog);
    });
    stream.on("data", (chunk: Uint8Array) => {
      lastChunkMs = performance.now();
      lines.push(chunk);
    });
    stream.on("end", lines.end);
  }
  child.stderr.on("data", (chunk: Uint8Array) => {
    lastWords = (lastWords + Buffer.from(chunk).toString()).slice(-LAST_WORDS);
  });
  const ended = child.then(({ exitCode }) => {
    if (stopping) return;
    observer.onGap(
      `the log command ended with exit code ${exitCode ?? "none"} before the run did: ${command} ${lastWords.trim()}`.trim(),
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
    lastChunkMs: () => lastChunkMs,
    readNow: () => undefined,
    async stop() {
      stopping = true;
      await endChild({ kill: signalGroup }, ended, STOP_MS);
    },
  };
}

// What tools say of themselves on standard error. `kubectl logs` prints what a router has written on standard output, whichever way that
// wrote it; `kubectl exec`, docker and its like print it where it was written, so that of theirs only words are known that no router writes.
const OWN_WORDS: readonly { readonly tool: RegExp; readonly lines: RegExp }[] = [
  {
    tool: /\b(?:kubectl|oc)\b(?:(?!\b(?:exec|attach)\b)[^;|&\n])*\blogs\b/,
    lines:
      /^(?:error: |Error from server|Unable to connect to the server|Defaulted container |[EWIF]\d{4} \d\d:\d\d:).*\n/gm,
  },
  {
    // When a part of the API that it does not need is away.
    tool: /\b(?:kubectl|oc)\b/,
    lines: /^[EWI]\d{4} \S+ +\d+ memcache\.go:\d+\] .*\n/gm,
  },
  {
    tool: /\b(?:docker|podman|nerdctl)\b/,
    lines:
      /^(?:Error response from daemon|error from daemon|Error: (?:No such container|no container with|error getting)).*\n/gm,
  },
];

/** What is left of lines of standard error without those that the command says of itself: its end is told, with its last words. */
function withoutOwnWords(lines: Uint8Array, command: string): Uint8Array {
  const tools = OWN_WORDS.filter(({ tool }) => tool.test(command));
  if (tools.length === 0) return lines;
  const text = Buffer.from(lines).toString("latin1");
  return Buffer.from(
    tools.reduce((rest, tool) => rest.replace(tool.lines, ""), text),
    "latin1",
  );
}
