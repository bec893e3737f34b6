import { MODEL } from "./fake-model.ts";
import type { EnvironmentParts } from "./process/environment-parts.ts";
import { startServerProcess } from "./process/start-server-process.ts";

/** The model servers of an environment that we start. */
export interface ModelServersOptions {
  /** Model servers behind the gateway, all in one process. Default 1. */
  readonly modelServers?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Slots of each model server; 0 (the default) is unlimited. */
  readonly slots?: number;
  /** Time to first token; default 1: what the gateway adds is not to be lost in the model server's own time. */
  readonly ttftMs?: number;
  /** Time from token to token; default 1, in pods 3. */
  readonly itlMs?: number;
}

/** Starts fake model servers on free loopback ports, all in one process: its event loop sees all arrivals in one order. */
export async function startModelServers(
  parts: EnvironmentParts,
  { modelServers = 1, seed = 1, slots = 0, ttftMs = 1, itlMs = 1 }: ModelServersOptions,
): Promise<{ urls: readonly string[]; adminUrls: readonly string[] }> {
  const started = await parts.add(
    startServerProcess(
      {
        server: "model-server",
        count: modelServers,
        folder: parts.folder,
        model: MODEL,
        seed,
        slots,
        ttftMs,
        itlMs,
      },
      parts.signal,
    ),
  );
  return started.ready;
}
