import type { GatewayDescription, Loss, RouterParameters, RunManifest, ScenarioWaits } from "@wa-routing/protocol";
import type { RepeatedFigure } from "./compare/repeated-figures.ts";
import type { HeaderReadings } from "./conformance/header-readings.ts";
import type { LogPointCounts } from "./conformance/log-points.ts";
import type { RegistryRebuild } from "./conformance/registry-rebuild.ts";
import type { RouterHealth } from "./conformance/router-health.ts";
import type { ScoreConformance } from "./conformance/score-conformance.ts";
import type { ClockAlignment } from "./evidence/clock-alignment.ts";
import type { GateFailure } from "./evidence/gate-failures.ts";
import type { Hindrance } from "./evidence/hindrance.ts";
import type { JoinedEvidence } from "./evidence/join-evidence.ts";
import type { LateSteps } from "./evidence/late-steps.ts";
import type { MachineLoad } from "./evidence/machine-load.ts";
import type { RequestTimeouts } from "./evidence/request-timeouts.ts";
import type { LogReading } from "./log/log-reading.ts";
import type { Attribution } from "./order/attribution.ts";
import type { ClaimAnalysis } from "./order/claim-analysis.ts";
import type { PrecedenceShares } from "./order/precedence-shares.ts";
import type { UnprovenQueue } from "./order/queue-episode.ts";
import type { WitnessQuality } from "./order/witness.ts";
import type { OverheadAnswer } from "./overhead/overhead.ts";
import type { OverheadRoute } from "./overhead/overhead-routes.ts";
import type { Situation } from "./reasons/situation.ts";
import type { RequestSummary } from "./waits/request-summary.ts";

export const ANALYSIS_SCHEMA_VERSION = 3;

/** Everything that was worked out about one scenario's run. Plain JSON; the same evidence gives the same analysis. */
export interface Analysis {
  readonly schemaVersion: typeof ANALYSIS_SCHEMA_VERSION;
  readonly scenario: string;
  /** Whether the run reached its end. */
  readonly complete: boolean;
  /** What kept it from its end; null: nothing, or nobody knows. */
  readonly hindrance: Hindrance | null;
  /** How it ended; null: it was killed. */
  readonly ending: RunManifest["exitReason"];
  /** Parts of the evidence that are known to be lost. */
  readonly losses: readonly Loss[];
  readonly gateway: Pick<GatewayDescription, "gate" | "witnesses">;
  readonly situation: Situation;
  /** What the router is held to compute with. */
  readonly parameters: RouterParameters;
  /** Whether they were declared, or are the workload-aware fork's constants for want of that. */
  readonly parametersDeclared: boolean;
  readonly machineLoad: MachineLoad | null;
  /** Steps that did not keep the times of their plan; null: all did. */
  readonly lateSteps: LateSteps | null;
  /** Where the gate, which is ours, did not do what it was to do. */
  readonly gateFailures: readonly GateFailure[];
  readonly requests: RequestSummary;
  readonly timeouts: RequestTimeouts;
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
    readonly unproven: UnprovenQueue | null;
  }[];
  readonly claims: readonly ClaimAnalysis[];
  /** Which rules explain the order of the treatment arm, by witness. */
  readonly attribution: readonly Attribution[];
  /** What left before what in the treatment arm's holds, by the witness that decides first: for relations that need no model. */
  readonly precedenceShares: readonly PrecedenceShares[];
  /** Who waited; null where nobody was made to. */
  readonly waits: ScenarioWaits | null;
  readonly overhead: OverheadAnswer | null;
  /** The routes that were compared for it, the treatment first; none where no overhead is asked about. */
  readonly overheadRoutes: readonly OverheadRoute[];
  /** What was measured once in each trial: what another run of the scenario can be compared by. */
  readonly repeatedFigures: readonly RepeatedFigure[];
  readonly headerReadings: HeaderReadings | null;
  readonly log: LogReading | null;
  /** Events of the log that name a request or a workload of this scenario. */
  readonly ownEvents: number;
  readonly logPoints: LogPointCounts | null;
  readonly scores: ScoreConformance | null;
  readonly registry: RegistryRebuild | null;
  readonly health: RouterHealth | null;
}
