import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failedStep } from "@wa-routing/analysis";
import type { Artifact } from "@wa-routing/environments";
import {
  type ArrivalRecord,
  isWaRoutingError,
  type MetricSample,
  type Plan,
  type RequestRecord,
  type RunManifest,
  type StepRecord,
  WaRoutingError,
} from "@wa-routing/protocol";
import { NdjsonFile, writeJsonFile } from "./json-file.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";

/** Receives what happens while a scenario is carried out. */
export interface Recorder {
  request(record: RequestRecord): void;
  step(record: StepRecord): void;
  arrivals(records: readonly ArrivalRecord[]): void;
  /** The rest of the plan is another one from now on. */
  replan(plan: Plan): void;
  /** Puts on disk what has been received. */
  flush(): void;
}

/** A run's folder while it is written. What has happened is on disk after every step, so that it can be read after a kill. */
export class RunFolder {
  readonly path: string;
  #log: number | null = null;
  #metrics: NdjsonFile | null = null;
  readonly #kept: string[] = [];
  #scenario: (Recorder & { close(): void }) | null = null;
  #failedStep: string | null = null;

  /** In a folder that is there. All of its writes throw a WaRoutingError `EVIDENCE_LOST` where there is no room, or none is left. */
  constructor(path: string) {
    this.path = path;
  }

  /** Makes the files of the witnesses that are followed from now on. */
  openWitnesses({ routerLog }: { readonly routerLog: boolean }): void {
    const log = join(this.path, RUN_FILES.routerLog);
    this.#log = routerLog ? this.#written(() => openSync(log, "a")) : null;
    this.#metrics = this.#written(() => new NdjsonFile(join(this.path, RUN_FILES.metrics)));
  }

  writeManifest(manifest: RunManifest): void {
    this.#written(() => writeJsonFile(join(this.path, RUN_FILES.manifest), manifest));
  }

  /** Takes back a run that has not begun. */
  discard(): void {
    for (const name of [RUN_FILES.manifest, ...this.#kept]) rmSync(join(this.path, name), { force: true });
  }

  logChunk(chunk: Uint8Array): void {
    const log = this.#log;
    if (log !== null) this.#written(() => writeFileSync(log, chunk));
  }

  metric(sample: MetricSample): void {
    this.#metrics?.write(sample);
  }

  /** Arrivals belong to the scenario that is being carried out. */
  arrivals(records: readonly ArrivalRecord[]): void {
    this.#scenario?.arrivals(records);
  }

  flush(): void {
    this.#written(() => this.#metrics?.flush());
    this.#scenario?.flush();
  }

  /** Begins the folder of one scenario; ends the one before. */
  beginScenario(plan: Plan): Recorder {
    this.#scenario?.close();
    const folder = join(this.path, plan.scenario.name);
    const files = this.#written(() => {
      mkdirSync(folder);
      writeJsonFile(join(folder, SCENARIO_FILES.plan), plan);
      return (["requests", "arrivals", "steps"] as const).map(
        (file) => new NdjsonFile(join(folder, SCENARIO_FILES[file])),
      );
    });
    const [requests, arrivals, steps] = files as [NdjsonFile, NdjsonFile, NdjsonFile];
    const recorder = {
      request: (record: RequestRecord) => requests.write(record),
      step: (record: StepRecord) => {
        if (!record.ok) this.#failedStep ??= `${plan.scenario.name}, ${failedStep(record)}`;
        steps.write(record);
      },
      arrivals: (records: readonly ArrivalRecord[]) => records.forEach((record) => void arrivals.write(record)),
      replan: (renewed: Plan) => this.#written(() => writeJsonFile(join(folder, SCENARIO_FILES.plan), renewed)),
      flush: () => this.#written(() => files.forEach((file) => void file.flush())),
      close: () => this.#closeAll(files),
    };
    this.#scenario = recorder;
    return recorder;
  }

  /** The first step that failed, and why; null: none has. */
  get failedStep(): string | null {
    return this.#failedStep;
  }

  /** Files of the environment that were copied into the folder: those that there were, and for which there was room. */
  get kept(): readonly string[] {
    return this.#kept;
  }

  /** Copies files of the environment into the folder, or into that of a scenario which alone they concern. */
  keep(artifacts: readonly Artifact[], scenario = ""): void {
    for (const { name, path } of artifacts) {
      const kept = join(scenario, name);
      try {
        mkdirSync(dirname(join(this.path, kept)), { recursive: true });
        copyFileSync(path, join(this.path, kept));
        this.#kept.push(kept);
      } catch {
        // The verdicts do not rest on it.
      }
    }
  }

  close(): void {
    const [log, metrics] = [this.#log, this.#metrics];
    this.#closeAll([
      ...(this.#scenario === null ? [] : [this.#scenario]),
      ...(metrics === null ? [] : [metrics]),
      ...(log === null ? [] : [{ close: () => closeSync(log) }]),
    ]);
  }

  /** Closes each, whatever becomes of the others. */
  #closeAll(files: readonly { close(): void }[]): void {
    const [first, ...rest] = files;
    if (first === undefined) return;
    try {
      this.#written(() => first.close());
    } finally {
      this.#closeAll(rest);
    }
  }

  #written<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      if (isWaRoutingError(error)) throw error;
      throw new WaRoutingError(`the evidence could not be written to ${this.path}: ${(error as Error).message}`, {
        code: "EVIDENCE_LOST",
        field: "--run-dir",
        value: this.path,
        expected: "room for the evidence, to the end of the run",
        remedy: "free some, or name a folder elsewhere by --run-dir",
        cause: error,
      });
    }
  }
}
