import { randomBytes } from "node:crypto";
import { availableParallelism, loadavg, platform, totalmem } from "node:os";
import { RUN_SCHEMA_VERSION, type RunManifest } from "@wa-routing/protocol";
import { toolVersion } from "./tool-version.ts";

/** The manifest of a run that begins now, on this machine. */
export function newManifest(of: Pick<RunManifest, "seed" | "required" | "scenarios" | "gateway">): RunManifest {
  const now = new Date();
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    toolVersion: toolVersion(),
    ...of,
    runToken: randomBytes(4).toString("hex"),
    host: {
      node: process.version,
      platform: `${platform()} ${process.arch}`,
      cpus: availableParallelism(),
      memoryBytes: totalmem(),
      loadAverageAtStart: loadavg()[0] ?? 0,
      loadAverageAtEnd: null,
    },
    startedAt: now.toISOString(),
    startedAtUnixMs: now.getTime(),
    endedAt: null,
    exitReason: null,
    exitDetail: null,
    losses: [],
    logGaps: [],
    artifacts: [],
    eventLoopDelayP99Ms: null,
  };
}
