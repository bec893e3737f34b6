import type { LogCounts } from "./log-counts.ts";
import type { SequenceCounts } from "./sequence-order.ts";

/** How the reading of a run's router log went, over all its files and routers. Damage is counted, never fatal. */
export interface LogReading extends LogCounts, SequenceCounts {
  /** Events about requests that this run did not send. */
  readonly foreignEvents: number;
  /** Known losses, as sentences: rotation and reconnects from run.json, damaged files. */
  readonly gaps: readonly string[];
}
