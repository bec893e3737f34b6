import type { Address } from "@wa-routing/client";
import type { ArrivalRecord, GatewayDescription, Loss, Route } from "@wa-routing/protocol";
import type { ConnectOptions } from "./connect-options.ts";
import type { Closable } from "./ends-once.ts";
import type { Gate } from "./gate/gate.ts";
import type { LogObserver } from "./router-log/router-log.ts";
import type { RouterMetrics } from "./router-metrics.ts";

/** Receives what the witnesses of a running gateway see, as they see it. */
export interface Observer extends Pick<LogObserver, "onLogChunk"> {
  onArrivals(records: readonly ArrivalRecord[]): void;
  /** A part of the evidence is lost; where it says when, by performance.now(). */
  onLoss(loss: Loss): void;
}

/** Witnesses that are being followed. */
export interface Watch {
  /** Returns once every witness has been quiet for `quietMs`, or after `deadlineMs`: what was written before has been handed over. */
  settle(limits: { quietMs: number; deadlineMs: number }): Promise<void>;
  /** Hands over what a log that is fetched has by now; of one that is followed, nothing. */
  readLog(): Promise<void>;
  stop(): Promise<void>;
}

/** A file that an environment made, to be kept beside the evidence: a program's log, a configuration. */
export interface Artifact {
  readonly name: string;
  /** Where it lies until the environment ends. */
  readonly path: string;
}

/** Another route to the model servers of a gateway, while it is open. */
export interface OpenRoute extends AsyncDisposable {
  /** Where requests are sent, and how. */
  readonly address: Address;
  /** What is worth keeping when it ends. */
  readonly artifacts: readonly Artifact[];
  /** What broke it, once something has. */
  failure(): string | null;
}

/** A restart that a gateway has got over. */
export interface Recovery {
  /** What has become of which pod, in words. */
  readonly text: string;
  /** Whether the router ended by itself: what broke by that is its own doing. */
  readonly isRoutersOwn: boolean;
}

/**
 * A gateway under test that answers, with the means to hold its queue and to watch it.
 *
 * One that is never closed holds no program up: it ends with it.
 */
export interface RunningGateway extends Closable {
  /** Where requests are sent. */
  readonly url: string;
  /** The same, with how it is reached. */
  readonly address: Address;
  readonly description: GatewayDescription;
  /** Holds and releases the router's queue; `null` where the environment has no gate. */
  readonly gate: Gate | null;
  /** The router's own gauges; `null` where they cannot be reached. */
  readonly metrics: RouterMetrics | null;
  /** What `connectGateway` needs to reach the same gateway, for as long as it runs. */
  readonly connection: ConnectOptions;
  /** What is worth keeping when it ends. */
  readonly artifacts: readonly Artifact[];
  /** Other routes to its model servers. One that must be started runs only while it is open: it would disturb what is not compared. */
  readonly routes: Readonly<Partial<Record<Route, (signal?: AbortSignal) => Promise<OpenRoute>>>>;
  /** Begins to follow arrivals and router log. */
  watch(observer: Observer): Promise<Watch>;
  /** What broke the environment, once something has: `router exited with code 1`. */
  failure(): string | null;
  /** Whether that was something else than the router under test: what it broke is no fault of the router's. Absent: not known. */
  brokeBesideRouter?(): boolean;
  /**
   * What of it was replaced or restarted since it started, or since this was last asked; it is whole and answers again then. Null:
   * nothing was. Absent: what breaks stays broken.
   *
   * @throws WaRoutingError `ENVIRONMENT_BROKE` when it does not come to answer again.
   */
  recovered?(signal: AbortSignal): Promise<Recovery | null>;
}
