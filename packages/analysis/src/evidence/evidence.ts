import type {
  ArrivalRecord,
  FlowEvent,
  GatewayDescription,
  MetricSample,
  RequestRecord,
  StepRecord,
} from "@wa-routing/protocol";
import type { MachineLoad } from "./machine-load.ts";

/** How the reading of a router's log went. Damage is counted, never fatal. */
export interface LogReading {
  /** Lines in the log, or in this scenario's part of it. */
  readonly lines: number;
  /** Lines that became an event. */
  readonly events: number;
  /** Lines with the `[WA-ROUTING]` marker. */
  readonly markedLines: number;
  /** Marked lines that could not be understood. */
  readonly damagedLines: number;
  /** Events about requests that this run did not send. */
  readonly foreignEvents: number;
  /** Missing numbers in the router's own gap-free `seq`, where it has one. */
  readonly missingSeq: number;
  /** Lines that stood after one with a higher `seq`; they were put into order. */
  readonly outOfOrder: number;
  /** Lines that were there twice with the same `seq`; one of each was read. */
  readonly duplicates: number;
  /** Dialects that were met, most frequent first: `zap-json`, `epoch-json`, `console`, `key-value`. */
  readonly dialects: readonly string[];
  /** Known losses: rotation and reconnects from run.json, damaged files. */
  readonly gaps: readonly string[];
}

/** What a scenario's run left behind, from every witness. `null` where the environment has no such witness. */
export interface Evidence {
  readonly gateway: GatewayDescription;
  readonly requests: readonly RequestRecord[];
  readonly steps: readonly StepRecord[];
  readonly metrics: readonly MetricSample[];
  readonly arrivals: readonly ArrivalRecord[] | null;
  readonly events: readonly FlowEvent[] | null;
  readonly logReading: LogReading | null;
  /** Wall clock at the client's zero, in ms since 1970. */
  readonly startedAtUnixMs: number;
  /** Whether the run reached its end. */
  readonly complete: boolean;
  readonly eventLoopDelayP99Ms: number | null;
  /** Load averages (1 min) of the machine that sent, and of the gateway where it runs beside it; null: not recorded. */
  readonly machineLoad: MachineLoad | null;
}
