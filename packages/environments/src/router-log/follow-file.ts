import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { LogFollower, LogObserver } from "./router-log.ts";

const POLL_MS = 50;
const CHUNK_BYTES = 1 << 20;

/**
 * Follows a file from its present end, or from its start if it does not exist yet.
 *
 * A rotated file (another file under the same name) is read to its end before the new one is begun, so nothing is lost as long
 * as rotations are more than a poll apart. A file that was cut short is a gap, and is read from its new start.
 */
export function followFile(path: string, observer: LogObserver): LogFollower {
  let descriptor: number | null = open(path);
  let position = descriptor === null ? 0 : fstatSync(descriptor).size;
  let lastChunkMs = performance.now();
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);

  const readToEnd = () => {
    if (descriptor === null) return;
    const { size } = fstatSync(descriptor);
    if (size < position) {
      observer.onGap(`${path} was cut from ${position} to ${size} bytes; what was between is lost`);
      position = 0;
    }
    for (;;) {
      const length = readSync(descriptor, buffer, 0, CHUNK_BYTES, position);
      if (length === 0) return;
      position += length;
      lastChunkMs = performance.now();
      observer.onLogChunk(Uint8Array.prototype.slice.call(buffer, 0, length));
    }
  };

  const poll = () => {
    if (descriptor === null) {
      descriptor = open(path);
      position = 0;
    }
    readToEnd();
    if (descriptor !== null && wasReplaced(path, descriptor)) {
      readToEnd();
      closeSync(descriptor);
      descriptor = open(path);
      position = 0;
      readToEnd();
    }
  };

  let failed = false;
  const tryToPoll = () => {
    try {
      poll();
    } catch (error) {
      // The next poll tries again, and reads on where this one has stopped.
      if (!failed) observer.onGap(`${path} could not be read for a time: ${(error as Error).message}`);
      failed = true;
    }
  };
  const timer = setInterval(tryToPoll, POLL_MS);
  return {
    lastChunkMs: () => lastChunkMs,
    readNow: tryToPoll,
    async stop() {
      clearInterval(timer);
      tryToPoll();
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function open(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch {
    return null; // Not there yet: the next poll tries again.
  }
}

function wasReplaced(path: string, descriptor: number): boolean {
  const current = statSync(path, { throwIfNoEntry: false });
  return current !== undefined && current.ino !== fstatSync(descriptor).ino;
}
