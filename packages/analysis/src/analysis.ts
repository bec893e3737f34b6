import type { GatewayDescription } from "@wa-routing/protocol";
import type { HeaderReadings } from "./conformance/header-readings.ts";
import type { LogPointCounts } from "./conformance/log-points.ts";
import type { RegistryRebuild } from "./conformance/registry-rebuild.ts";
import type { RouterHealth } from "./conformance/router-health.ts";
import type { ScoreConformance } from "./conformance/score-conformance.ts";
import type { ClockAlignment } from "./evidence/clock-alignment.ts";
import type { JoinedEvidence } from "./evidence/join-evidence.ts";
import type { MachineLoad } from "./evidence/machine-load.ts";
import type { LogReading } from "./log/log-reading.ts";
import type { Attribution } from "./order/attribution.ts";
import type { ClaimAnalysis } from "./order/claim-analysis.ts";
import type { WitnessQuality } from "./order/witness.ts";
import type { OverheadAnswer } from "./overhead/overhead.ts";
import type { OverheadRoute } from "./overhead/overhead-routes.ts";
import type { RequestSummary, WorkloadLatency } from "./waits/request-summary.ts";
import type { WaitEffect } from "./waits/wait-effect.ts";
import type { Starvation, WaitEvenness } from "./waits/wait-fairness.ts";

export const ANALYSIS_SCHEMA_VERSION = 1;

/** Everything that was worked out about one scenario's run. Plain JSON; the same evidence gives the same analysis. */
export interface Analysis {
  readonly schemaVersion: typeof ANALYSIS_SCHEMA_VERSION;
  readonly scenario: string;
  /** Whether the run reached its end. */
  readonly complete: boolean;
  readonly gateway: Pick<GatewayDescription, "gate" | "witnesses">;
  /** The router's -v, where it is known. */
  readonly verbosity: number | null;
  readonly machineLoad: MachineLoad | null;
  readonly requests: RequestSummary;
  readonly failedSteps: readonly string[];
  readonly joins: JoinedEvidence["joins"];
  readonly clocks: {
    readonly modelServers: Readonly<Record<string, ClockAlignment>>;
    readonly router: ClockAlignment | null;
  };
  /** Routers whose logs dispatched requests of the scenario: an order exists only inside one. */
  readonly routers: readonly string[];
  readonly witnesses: readonly WitnessQuality[];
  readonly episodes: readonly {
    readonly trial: number;
    readonly arm: string;
    readonly members: number;
    readonly unproven: string | null;
  }[];
  readonly claims: readonly ClaimAnalysis[];
  /** Which policies explain the order of the treatment arm, by witness. */
  readonly attribution: readonly Attribution[];
  readonly latencies: readonly WorkloadLatency[];
  /** How evenly the workloads of the treatment waited; null without arrivals. */
  readonly jainIndexOfWaits: WaitEvenness | null;
  /** How far each workload of the treatment was left behind by the others. */
  readonly starvation: readonly Starvation[];
  /** What the treatment did to the waits of each workload that the control has too. */
  readonly waitEffects: readonly WaitEffect[];
  readonly overhead: OverheadAnswer | null;
  /** The routes that were compared for it, the treatment first; none where no overhead is asked about. */
  readonly overheadRoutes: readonly OverheadRoute[];
  readonly headerReadings: HeaderReadings | null;
  readonly log: LogReading | null;
  readonly logPoints: LogPointCounts | null;
  readonly scores: ScoreConformance | null;
  readonly registry: RegistryRebuild | null;
  readonly health: RouterHealth | null;
}
