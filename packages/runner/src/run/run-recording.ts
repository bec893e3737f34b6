import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { KeepArtifacts, RouterGauges, RunningGateway, Watch } from "@wa-routing/environments";
import { errorKindOf, isWaRoutingError, type Loss, type RunManifest } from "@wa-routing/protocol";
import { RunFolder } from "../folder/run-folder.ts";
import { newManifest } from "../folder/run-manifest.ts";
import { MetricSampler } from "./metric-sampler.ts";
import { type RunClock, startRunClock } from "./run-clock.ts";

/** What a run is, before its gateway has started. */
type AboutRun = Parameters<typeof newManifest>[0];

/**
 * Starts the gateway of a run, or connects to it. Gives up when the signal is aborted; `keep` receives what is worth keeping of a start
 * that fails.
 */
export type StartsGateway = (signal: AbortSignal, keep: KeepArtifacts) => Promise<RunningGateway>;

/** What a restart broke, why, and how many losses were known when it began. */
export type SetAside = NonNullable<Loss["setAside"]> & { readonly text: string; readonly since: number };

/** One run while it is recorded: its folder, its clock, its gateway, and the witnesses that are followed. They end together, in every case. */
export class RunRecording {
  readonly folder: RunFolder;
  readonly #about: AboutRun;
  #clock: RunClock;
  #gateway: RunningGateway | null = null;
  readonly #eventLoop = monitorEventLoopDelay({ resolution: 1 });
  #manifest: RunManifest;
  #watch: Watch | null = null;
  #sampler: MetricSampler | null = null;
  #failure: unknown = null;
  readonly #broken = new AbortController();
  /** Aborted when the run is, and when it can no longer be recorded. */
  readonly signal: AbortSignal;
  readonly #interruption: AbortSignal;

  /**
   * Begins the folder of a run, which is there and empty: whatever becomes of the start of its gateway, run.json tells of it.
   *
   * @throws WaRoutingError `EVIDENCE_LOST`
   */
  constructor(path: string, about: AboutRun, interruption: AbortSignal) {
    this.#about = about;
    this.#interruption = interruption;
    this.signal = AbortSignal.any([interruption, this.#broken.signal]);
    this.folder = new RunFolder(path);
    this.#clock = startRunClock();
    this.#manifest = newManifest(about);
    this.folder.writeManifest(this.#manifest);
  }

  /** Zero where the gateway had started. */
  get clock(): RunClock {
    return this.#clock;
  }

  /** Whether the gateway has started. */
  get hasGateway(): boolean {
    return this.#gateway !== null;
  }

  /** Part of every id that the run sends. */
  get runToken(): string {
    return this.#manifest.runToken;
  }

  /**
   * Starts the gateway and does what is to be recorded, while the witnesses are followed. What goes wrong is kept until the end. The
   * gateway is the recording's, and is ended with it.
   */
  async during(start: StartsGateway, action: (gateway: RunningGateway) => Promise<void>): Promise<void> {
    await this.#attempt(async () => {
      const gateway = await start(this.signal, (artifacts) => this.folder.keep(artifacts));
      this.#gateway = gateway;
      this.#manifest = newManifest({ ...this.#about, gateway: gateway.description });
      this.#clock = startRunClock();
      this.#eventLoop.enable();
      this.folder.openWitnesses(gateway.description.witnesses);
      this.folder.writeManifest(this.#manifest);
      this.#watch = await gateway.watch({
        onArrivals: (records) => this.folder.arrivals(records),
        onLogChunk: (chunk) => this.#write(() => this.folder.logChunk(chunk)),
        onLoss: (loss) => this.#note({ losses: [...this.#manifest.losses, sinceBegun(loss, this.clock)] }),
      });
      if (gateway.metrics !== null) {
        const onSample = (gauges: RouterGauges) => this.folder.metric({ atMs: this.clock.nowMs(), ...gauges });
        this.#sampler = new MetricSampler(gateway.metrics, onSample);
      }
      await action(gateway);
    });
  }

  /** Waits until every witness has been quiet, so that what was written before is in the folder. */
  async settle(limits: Parameters<Watch["settle"]>[0]): Promise<void> {
    await this.#watch?.settle(limits);
  }

  /** Has a log that is fetched handed over as far as it is written. */
  async readLog(): Promise<void> {
    await this.#watch?.readLog();
  }

  /** Asks the router for nothing for so long from now on; 0: no longer. */
  leaveAlone(ms: number): void {
    this.#sampler?.pause(ms);
  }

  /** How many losses are known: a place from which {@link setAside} takes those that came with what is lost. */
  get losses(): number {
    return this.#manifest.losses.length;
  }

  /** Notes what no verdict rests on. What else was lost since, but of the log, is lost with it alone. */
  setAside({ text, since, ...setAside }: SetAside): void {
    const before = this.#manifest.losses.slice(0, since);
    const meanwhile = this.#manifest.losses
      .slice(since)
      .map((loss) => (loss.witness === "router-log" ? loss : { ...loss, setAside }));
    const loss: Loss = { witness: "router-log", text, replaced: true, setAside };
    this.#note({ losses: [...before, ...meanwhile, loss] });
    this.folder.writeManifest(this.#manifest);
  }

  /** Ends everything, whatever has gone wrong, and writes down how it ended. Returns what went wrong first; null: nothing did. */
  async end(): Promise<unknown> {
    const { aborted } = this.#interruption;
    this.#sampler?.stop();
    await this.#attempt(() => this.#watch?.stop());
    await this.#attempt(() => this.folder.keep(this.#gateway?.artifacts ?? []));
    await this.#attempt(() => this.folder.close());
    this.#eventLoop.disable();
    this.#noteBreakBesideRouter();
    this.#note({ artifacts: [...this.folder.kept], ...this.#ending(aborted) });
    await this.#attempt(() => this.folder.writeManifest(this.#manifest));
    try {
      await this.#gateway?.[Symbol.asyncDispose]();
    } catch (error) {
      // Whoever uses the gateway waits for it: that is told before anything else.
      if (isWaRoutingError(error) && error.code === "GATE_LEFT_CLOSED") return error;
      this.#failure ??= error;
    }
    return this.#failure;
  }

  async #attempt(step: () => unknown): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#failure ??= error;
    }
  }

  /** Writes what a witness has handed over: where that fails, the run ends. */
  #write(action: () => void): void {
    if (this.#broken.signal.aborted) return;
    try {
      action();
    } catch (error) {
      this.#failure ??= error;
      this.#broken.abort(error);
    }
  }

  #noteBreakBesideRouter(): void {
    const what = this.#gateway?.failure() ?? null;
    if (what === null || this.#gateway?.brokeBesideRouter?.() !== true) return;
    const text = `${what}: what it broke is no fault of the router's`;
    this.#note({ losses: [...this.#manifest.losses, { witness: "requests", text, replaced: true }] });
  }

  #note(change: Partial<RunManifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
  }

  #ending(interrupted: boolean): Partial<RunManifest> {
    const failure = this.#failure;
    const delayP99Ms = this.#eventLoop.percentile(99) / 1e6;
    return {
      host: { ...this.#manifest.host, loadAverageAtEnd: loadavg()[0] ?? 0 },
      endedAt: new Date().toISOString(),
      exitReason:
        failure === null
          ? "completed"
          : interrupted
            ? "interrupted"
            : this.#gateway === null || isOfEnvironment(failure)
              ? "environment-failed"
              : "failed",
      exitDetail: failure === null ? this.folder.failedStep : withCause(failure),
      eventLoopDelayP99Ms: Number.isFinite(delayP99Ms) ? delayP99Ms : null,
    };
  }
}

/** A loss with its times on the run's clock. */
function sinceBegun({ during, ...loss }: Loss, { originMs }: RunClock): Loss {
  if (during === undefined) return loss;
  return { ...loss, during: { fromMs: during.fromMs - originMs, toMs: during.toMs - originMs } };
}

/** Not where it was the folder that failed. */
function isOfEnvironment(failure: unknown): boolean {
  return isWaRoutingError(failure) && failure.code !== "EVIDENCE_LOST" && errorKindOf(failure.code) === "environment";
}

/** What went wrong, and what was behind it, where the message does not say so itself. */
function withCause(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const { message, cause } = failure;
  return cause instanceof Error && !message.includes(cause.message) ? `${message} (${cause.message})` : message;
}
