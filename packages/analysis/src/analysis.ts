import type { GatewayDescription, Outcome, SuccessMetricId } from "@wa-routing/protocol";
import type { LogPointCounts } from "./conformance/log-points.ts";
import type { RegistryRebuild } from "./conformance/registry-rebuild.ts";
import type { ScoreConformance } from "./conformance/score-conformance.ts";
import type { ClockAlignment } from "./evidence/clock-alignment.ts";
import type { LogReading } from "./evidence/evidence.ts";
import type { JoinedEvidence } from "./evidence/join-evidence.ts";
import type { MachineLoad } from "./evidence/machine-load.ts";
import type { Attribution } from "./order/attribution.ts";
import type { ClaimCounts } from "./order/order-claim.ts";
import type { WitnessName, WitnessQuality } from "./order/witness.ts";
import type { OverheadAnswer } from "./overhead/overhead.ts";
import type { OverheadWay } from "./overhead/overhead-routes.ts";
import type { WaitEffect } from "./waits/wait-effect.ts";
import type { Starvation, WaitEvenness } from "./waits/wait-fairness.ts";

export const ANALYSIS_SCHEMA_VERSION = 1;

/** How a claim about an order went in both arms. */
export interface ClaimAnalysis {
  readonly check: SuccessMetricId;
  /** Who saw it; null: nobody. */
  readonly witness: WitnessName | null;
  readonly minimumContested: number;
  readonly treatment: ClaimCounts | null;
  readonly control: ClaimCounts | null;
  readonly controlArm: boolean;
}

/** How requests ended, and how they were sent. */
export interface RequestSummary {
  readonly planned: number;
  readonly sent: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** The first that did not complete, as sentences. */
  readonly examples: readonly string[];
  readonly latenessP50Ms: number;
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  readonly eventLoopDelayP99Ms: number | null;
}

/** Latency and wait of one workload in one arm, in ms. */
export interface WorkloadLatency {
  readonly workload: string;
  readonly arm: "treatment" | "control";
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From sending to arrival at the model server; null without arrivals. */
  readonly waitP50Ms: number | null;
  readonly longestWaitMs: number | null;
}

/** The rows of default-workload, as the router's log says that it read them. */
export interface HeaderReadings {
  readonly compared: number;
  readonly mismatches: readonly string[];
  readonly refused: readonly string[];
  /** Rows that were answered 4xx, other than 429: refused for what they are, whatever became of the run. */
  readonly answered4xx: number;
}

/** What the router's log says against itself, against the model servers, or of its own failures. */
export interface RouterHealth {
  readonly errors: readonly string[];
  /** Errors that follow from a client that went away. */
  readonly clientAborts: number;
  /** Starts after the first request of the scenario. */
  readonly restarts: number;
  /** Requests with more than one dispatch line. */
  readonly dispatchedTwice: readonly string[];
}

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
  /** The ways that were compared for it, the measured one first; none where no overhead is asked about. */
  readonly overheadWays: readonly OverheadWay[];
  readonly headerReadings: HeaderReadings | null;
  readonly log: LogReading | null;
  readonly logPoints: LogPointCounts | null;
  readonly scores: ScoreConformance | null;
  readonly registry: RegistryRebuild | null;
  readonly health: RouterHealth | null;
}
