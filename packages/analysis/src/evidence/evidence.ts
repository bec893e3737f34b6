import type {
  ArrivalRecord,
  FlowEvent,
  GatewayDescription,
  Loss,
  MetricSample,
  RequestRecord,
  RunManifest,
  StepRecord,
} from "@wa-routing/protocol";
import type { LogReading } from "../log/log-reading.ts";
import type { Hindrance } from "./hindrance.ts";
import type { MachineLoad } from "./machine-load.ts";

/** What a scenario's run left behind, from every witness. `null` where the environment has no such witness. */
export interface Evidence {
  readonly gateway: GatewayDescription;
  readonly requests: readonly RequestRecord[];
  readonly steps: readonly StepRecord[];
  readonly metrics: readonly MetricSample[];
  readonly arrivals: readonly ArrivalRecord[] | null;
  readonly events: readonly FlowEvent[] | null;
  /** Its events, and those of others about the same workloads, in the log's order. Default: its own. */
  readonly registryEvents?: readonly FlowEvent[];
  /** Of the whole run, the same for each of its scenarios. */
  readonly logReading: LogReading | null;
  /** Wall clock at the client's zero, in ms since 1970. */
  readonly startedAtUnixMs: number;
  /** Whether the run reached its end. */
  readonly complete: boolean;
  /** What kept it from its end; null: nothing, or nobody knows. */
  readonly hindrance: Hindrance | null;
  /** How it ended; null: it was killed. */
  readonly ending: RunManifest["exitReason"];
  /** Parts of it that are known to be lost. */
  readonly losses: readonly Loss[];
  readonly eventLoopDelayP99Ms: number | null;
  /** Load averages (1 min) of the machine that sent, and of the gateway where it runs beside it; null: not recorded. */
  readonly machineLoad: MachineLoad | null;
}
