import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RunningGateway, Watch } from "@wa-routing/environments";
import { isWaRoutingError, type RunManifest } from "@wa-routing/protocol";
import { RunFolder } from "../folder/run-folder.ts";
import { newManifest } from "../folder/run-manifest.ts";
import { type RunClock, startRunClock } from "./run-clock.ts";

const METRICS_EVERY_MS = 250;

type AboutRun = Omit<Parameters<typeof newManifest>[0], "gateway">;

/** One run while it is recorded: its folder, its clock, and the witnesses that are followed. They end together, in every case. */
export class RunRecording {
  readonly folder: RunFolder;
  readonly clock: RunClock;
  readonly #gateway: RunningGateway;
  readonly #eventLoop = monitorEventLoopDelay({ resolution: 1 });
  #manifest: RunManifest;
  #watch: Watch | null = null;
  #sampler: NodeJS.Timeout | undefined;
  #failure: unknown = null;
  readonly #broken = new AbortController();
  /** Aborted when the run is, and when it can no longer be recorded. */
  readonly signal: AbortSignal;
  readonly #interruption: AbortSignal;

  private constructor(path: string, gateway: RunningGateway, about: AboutRun, interruption: AbortSignal) {
    this.#gateway = gateway;
    this.#interruption = interruption;
    this.signal = AbortSignal.any([interruption, this.#broken.signal]);
    this.folder = new RunFolder(path, { routerLog: gateway.description.witnesses.routerLog });
    this.clock = startRunClock();
    this.#manifest = newManifest({ ...about, gateway: gateway.description });
  }

  /**
   * Begins the folder of a run, which is there and empty. The gateway is the recording's from now on, and is ended with it.
   *
   * @throws WaRoutingError `EVIDENCE_LOST`
   */
  static async begin(
    path: string,
    gateway: RunningGateway,
    about: AboutRun,
    interruption: AbortSignal,
  ): Promise<RunRecording> {
    try {
      return new RunRecording(path, gateway, about, interruption);
    } catch (error) {
      await gateway[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Part of every id that the run sends. */
  get runToken(): string {
    return this.#manifest.runToken;
  }

  /** Does what is to be recorded, while the witnesses are followed. What goes wrong is kept until the end. */
  async during(action: () => Promise<void>): Promise<void> {
    await this.#attempt(async () => {
      this.#eventLoop.enable();
      this.folder.writeManifest(this.#manifest);
      this.#watch = await this.#gateway.watch({
        onArrivals: (records) => this.folder.arrivals(records),
        onLogChunk: (chunk) => this.#write(() => this.folder.logChunk(chunk)),
        onLoss: (loss) => this.#note({ losses: [...this.#manifest.losses, loss] }),
      });
      this.#sampler = this.#sampleMetrics();
      await action();
    });
  }

  /** Waits until every witness has been quiet, so that what was written before is in the folder. */
  async settle(limits: Parameters<Watch["settle"]>[0]): Promise<void> {
    await this.#watch?.settle(limits);
  }

  /** Ends everything, whatever has gone wrong, and writes down how it ended. Returns what went wrong first; null: nothing did. */
  async end(): Promise<unknown> {
    const { aborted } = this.#interruption;
    clearInterval(this.#sampler);
    await this.#attempt(() => this.#watch?.stop());
    await this.#attempt(() => this.folder.keep(this.#gateway.artifacts));
    await this.#attempt(() => this.folder.close());
    this.#eventLoop.disable();
    this.#note({ artifacts: [...this.folder.kept], ...this.#ending(aborted) });
    await this.#attempt(() => this.folder.writeManifest(this.#manifest));
    try {
      await this.#gateway[Symbol.asyncDispose]();
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

  #note(change: Partial<RunManifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
  }

  #ending(interrupted: boolean): Partial<RunManifest> {
    const failure = this.#failure;
    const broke = isWaRoutingError(failure) && failure.code === "ENVIRONMENT_BROKE";
    const delayP99Ms = this.#eventLoop.percentile(99) / 1e6;
    return {
      host: { ...this.#manifest.host, loadAverageAtEnd: loadavg()[0] ?? 0 },
      endedAt: new Date().toISOString(),
      exitReason:
        failure === null ? "completed" : interrupted ? "interrupted" : broke ? "environment-failed" : "failed",
      exitDetail: failure === null ? null : failure instanceof Error ? failure.message : String(failure),
      eventLoopDelayP99Ms: Number.isFinite(delayP99Ms) ? delayP99Ms : null,
    };
  }

  #sampleMetrics(): NodeJS.Timeout {
    const { metrics } = this.#gateway;
    let busy = false;
    const sample = async () => {
      if (busy || metrics === null) return;
      busy = true;
      const gauges = await metrics.sample().catch(() => null);
      if (gauges !== null) this.folder.metric({ atMs: this.clock.nowMs(), ...gauges });
      busy = false;
    };
    return setInterval(() => void sample(), METRICS_EVERY_MS);
  }
}
