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
      const ofLog = stream === child.stderr ? withoutKubectl(whole) : whole;
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

// kubectl's own, when a part of the API that it does not need is away: in klog's form, as a router's errors are.
const KUBECTL_CACHE = /^[EWI]\d{4} \S+ +\d+ memcache\.go:\d+\] .*\n/gm;

function withoutKubectl(lines: Uint8Array): Uint8Array {
  const text = Buffer.from(lines).toString("latin1");
  return text.includes("memcache.go") ? Buffer.from(text.replace(KUBECTL_CACHE, ""), "latin1") : lines;
}
