import { existsSync } from "node:fs";
import { join } from "node:path";
import { assignEvents, type Evidence, hindranceOf, type ScenarioTraffic, withoutSetAside } from "@wa-routing/analysis";
import {
  arrivalRecordSchema,
  isOverheadClaim,
  lossesOf,
  metricSampleSchema,
  planSchema,
  type RunManifest,
  requestRecordSchema,
  runManifestSchema,
  stepRecordSchema,
  WaRoutingError,
} from "@wa-routing/protocol";
import type { z } from "zod";
import { readJsonFile, readNdjsonFile } from "./json-file.ts";
import { readRouterLogs } from "./router-log/router-log-files.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";
import { lossesOfRun, lossesOfScenario, stepsDone } from "./run-losses.ts";
import { subFolder } from "./sub-folder.ts";

/** The manifest of a run folder. @throws WaRoutingError `RUN_DIR_UNKNOWN` */
export function readManifest(path: string): RunManifest {
  const file = join(path, RUN_FILES.manifest);
  if (existsSync(file)) return readJsonFile(file, runManifestSchema);
  throw new WaRoutingError(`${path} is no run folder: it has no ${RUN_FILES.manifest}`, {
    code: "RUN_DIR_UNKNOWN",
    field: "DIR",
    value: path,
    expected: "the folder of an earlier run",
    remedy: "`wa-routing run --run-dir DIR` makes one; without --run-dir they are in runs/",
  });
}

/** One scenario of a run folder. */
export interface ReadScenario {
  readonly name: string;
  readonly plan: ReturnType<typeof planSchema.parse>;
  readonly evidence: Evidence;
}

/** Everything that a run folder holds, joined to evidence by scenario. */
export async function readRunFolder(
  path: string,
): Promise<{ manifest: RunManifest; scenarios: readonly ReadScenario[] }> {
  const manifest = readManifest(path);
  const files = manifest.scenarios
    .filter((name) => existsSync(join(path, name, SCENARIO_FILES.plan)))
    .map((name) => readScenarioFiles(path, name));
  const log = manifest.gateway.witnesses.routerLog ? await readLog(path, manifest, files) : null;
  const losses = lossesOfRun(manifest, {
    logGaps: log?.reading.gaps ?? [],
    scenarios: files.map(({ name }) => name),
  });
  const metrics = optional(join(path, RUN_FILES.metrics), metricSampleSchema).values;
  const known = lossesOf(manifest);
  const scenarios = files.map((whole): ReadScenario => {
    const { name, plan, steps, requests, arrivals, damaged } = withoutSetAside(whole, known);
    const begunMs = steps[0]?.startMs ?? 0;
    const endedMs = steps.at(-1)?.endMs ?? 0;
    const { cpus, loadAverageAtStart: atStart, loadAverageAtEnd: atEnd } = manifest.host;
    const evidence: Evidence = {
      gateway: manifest.gateway,
      requests,
      steps,
      metrics: metrics.filter(({ atMs }) => atMs >= begunMs && atMs <= endedMs),
      arrivals: manifest.gateway.witnesses.arrivals ? arrivals : null,
      events: log?.byScenario.get(name) ?? null,
      registryEvents: log?.registryEvents.get(name) ?? [],
      logReading: log?.reading ?? null,
      startedAtUnixMs: manifest.startedAtUnixMs,
      complete: damaged === 0 && isComplete(manifest, plan, steps, requests),
      hindrance: hindranceOf(steps, manifest.exitReason === "completed" ? null : manifest.exitDetail),
      ending: manifest.exitReason,
      losses: [...losses, ...lossesOfScenario(manifest, whole.plan, whole.steps, whole.requests)],
      eventLoopDelayP99Ms: manifest.eventLoopDelayP99Ms,
      machineLoad: { cpus, atStart, atEnd },
    };
    return { name, plan, evidence };
  });
  return { manifest, scenarios };
}

function readScenarioFiles(path: string, name: string) {
  const folder = subFolder(path, name);
  const file = (key: keyof typeof SCENARIO_FILES) => join(folder, SCENARIO_FILES[key]);
  const requests = readNdjsonFile(file("requests"), requestRecordSchema);
  const arrivals = optional(file("arrivals"), arrivalRecordSchema);
  const steps = readNdjsonFile(file("steps"), stepRecordSchema);
  return {
    name,
    plan: readJsonFile(file("plan"), planSchema),
    requests: requests.values,
    arrivals: arrivals.values,
    steps: steps.values,
    damaged: requests.damaged + arrivals.damaged + steps.damaged,
  };
}

/** The events of the run's router log by scenario, and how its reading went. */
async function readLog(path: string, manifest: RunManifest, scenarios: readonly ScenarioTraffic[]) {
  const known = lossesOf(manifest).filter(({ witness }) => witness === "router-log");
  const { events, reading } = await readRouterLogs(
    path,
    known.map(({ text }) => text),
  );
  const { foreign, ...assigned } = assignEvents(events, scenarios);
  return { ...assigned, reading: { ...reading, foreignEvents: foreign } };
}

/** The lines of a file that an imported run, or one that was cut short, may lack. */
function optional<Schema extends z.ZodType>(file: string, schema: Schema) {
  return existsSync(file) ? readNdjsonFile(file, schema) : { values: [], damaged: 0 };
}

/** Whether a scenario reached its end: the run did, and every step of every trial that was begun was done. */
function isComplete(
  { exitReason }: RunManifest,
  { trials, scenario }: ReadScenario["plan"],
  steps: Evidence["steps"],
  requests: Evidence["requests"],
): boolean {
  if (exitReason !== "completed" || steps.some(({ ok }) => !ok)) return false;
  const isDone = stepsDone(steps);
  const begun = new Set([...steps, ...requests].map(({ trial }) => trial));
  // An overhead that is decided ends before its plan does.
  const mayEndEarly = scenario.expectations.some(isOverheadClaim);
  return trials.every(
    ({ trial, steps: planned }) =>
      (mayEndEarly && !begun.has(trial)) || planned.every((_, stepIndex) => isDone({ trial, stepIndex })),
  );
}
