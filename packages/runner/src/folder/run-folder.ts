import { closeSync, copyFileSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Artifact } from "@wa-routing/environments";
import type { ArrivalRecord, MetricSample, Plan, RequestRecord, RunManifest, StepRecord } from "@wa-routing/protocol";
import { NdjsonFile, writeJsonFile } from "./json-file.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";
import { prepareFolder } from "./unused-folder.ts";

/** Receives what happens while a scenario is carried out. */
export interface Recorder {
  request(record: RequestRecord): void;
  step(record: StepRecord): void;
  arrivals(records: readonly ArrivalRecord[]): void;
  /** Puts on disk what has been received. */
  flush(): void;
}

/** A run's folder while it is written. What has happened is on disk after every step, so that it can be read after a kill. */
export class RunFolder {
  readonly path: string;
  readonly #log: number | null;
  readonly #metrics: NdjsonFile;
  readonly #kept: string[] = [];
  #scenario: (Recorder & { close(): void }) | null = null;

  /** @throws WaRoutingError `RUN_DIR_NOT_EMPTY`, or `RUN_DIR_UNUSABLE`. */
  constructor(path: string, { routerLog }: { readonly routerLog: boolean }) {
    this.path = path;
    prepareFolder(path);
    this.#log = routerLog ? openSync(join(path, RUN_FILES.routerLog), "a") : null;
    this.#metrics = new NdjsonFile(join(path, RUN_FILES.metrics));
  }

  writeManifest(manifest: RunManifest): void {
    writeJsonFile(join(this.path, RUN_FILES.manifest), manifest);
  }

  logChunk(chunk: Uint8Array): void {
    if (this.#log !== null) writeSync(this.#log, chunk);
  }

  metric(sample: MetricSample): void {
    this.#metrics.write(sample);
  }

  /** Arrivals belong to the scenario that is being carried out. */
  arrivals(records: readonly ArrivalRecord[]): void {
    this.#scenario?.arrivals(records);
  }

  flush(): void {
    this.#metrics.flush();
    this.#scenario?.flush();
  }

  /** Begins the folder of one scenario; ends the one before. */
  beginScenario(plan: Plan): Recorder {
    this.#scenario?.close();
    const folder = join(this.path, plan.scenario.name);
    mkdirSync(folder);
    writeJsonFile(join(folder, SCENARIO_FILES.plan), plan);
    const requests = new NdjsonFile(join(folder, SCENARIO_FILES.requests));
    const arrivals = new NdjsonFile(join(folder, SCENARIO_FILES.arrivals));
    const steps = new NdjsonFile(join(folder, SCENARIO_FILES.steps));
    const files = [requests, arrivals, steps];
    const recorder = {
      request: (record: RequestRecord) => requests.write(record),
      step: (record: StepRecord) => steps.write(record),
      arrivals: (records: readonly ArrivalRecord[]) => records.forEach((record) => void arrivals.write(record)),
      flush: () => files.forEach((file) => void file.flush()),
      close: () => files.forEach((file) => void file.close()),
    };
    this.#scenario = recorder;
    return recorder;
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
        copyFileSync(path, join(this.path, kept));
        this.#kept.push(kept);
      } catch {
        // The verdicts do not rest on it.
      }
    }
  }

  close(): void {
    this.#scenario?.close();
    this.#metrics.close();
    if (this.#log !== null) closeSync(this.#log);
  }
}
