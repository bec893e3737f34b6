import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { ServerOptions, ServerReady } from "../process/server-options.ts";
import { type ControlRequest, sendAll } from "./control-request.ts";

const TRY_EVERY_MS = 500;
const LONGEST_MS = 120_000;

/** What a guard is told, a word a line: the gate is closed from now on, or still; it has been opened. */
export type GuardWord = "closed" | "opened";

/** Before any word a guard is told, as JSON, what opens the gate: not as an argument, since tokens may be in it. */
export type GuardOpenings = readonly ControlRequest[];

/**
 * Opens a gate when whoever closed it has ended, or has not said for a lease that it still is; to be called in a process of its own.
 */
export function startGateGuard({ leaseMs }: Extract<ServerOptions, { server: "gate-guard" }>): {
  ready: ServerReady;
  close: () => Promise<void>;
} {
  let openings: GuardOpenings = [];
  let closed = false;
  let lease: NodeJS.Timeout | undefined;
  const tryToOpen = async () => {
    const startMs = performance.now();
    while (closed && performance.now() - startMs < LONGEST_MS) {
      try {
        await sendAll(openings);
        closed = false;
      } catch {
        await delay(TRY_EVERY_MS);
      }
    }
  };
  // The end may come while the lease's opening waits for its answer: that one is waited for, nothing is opened twice.
  let opening: Promise<void> | null = null;
  const open = async () => {
    opening ??= tryToOpen().finally(() => {
      opening = null;
    });
    await opening;
  };
  createInterface({ input: process.stdin }).on("line", (word) => {
    if (word.startsWith("[")) {
      openings = JSON.parse(word) as GuardOpenings;
      return;
    }
    clearTimeout(lease);
    closed = word === ("closed" satisfies GuardWord);
    if (closed) lease = setTimeout(() => void open(), leaseMs);
  });
  return {
    ready: { server: "gate-guard" },
    async close() {
      clearTimeout(lease);
      await open();
    },
  };
}
