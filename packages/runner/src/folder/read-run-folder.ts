import { existsSync } from "node:fs";
import { join } from "node:path";
import { assignEvents, type Evidence } from "@wa-routing/analysis";
import {
  arrivalRecordSchema,
  metricSampleSchema,
  planSchema,
  type RunManifest,
  requestRecordSchema,
  runManifestSchema,
  stepRecordSchema,
  WaRoutingError,
} from "@wa-routing/protocol";
import { readJsonFile, readNdjsonFile } from "./json-file.ts";
import { readRouterLogs } from "./router-log/router-log-files.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-folder.ts";

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
  const { witnesses } = manifest.gateway;
  const read = manifest.scenarios
    .filter((name) => existsSync(join(path, name, SCENARIO_FILES.plan)))
    .map((name) => {
      const file = (key: keyof typeof SCENARIO_FILES) => join(path, name, SCENARIO_FILES[key]);
      const requests = readNdjsonFile(file("requests"), requestRecordSchema);
      const arrivals = existsSync(file("arrivals"))
        ? readNdjsonFile(file("arrivals"), arrivalRecordSchema)
        : { values: [], damaged: 0 };
      const steps = readNdjsonFile(file("steps"), stepRecordSchema);
      const damaged = requests.damaged + arrivals.damaged + steps.damaged;
      return {
        name,
        plan: readJsonFile(file("plan"), planSchema),
        requests: requests.values,
        arrivals: arrivals.values,
        steps: steps.values,
        damaged,
      };
    });
  const log = witnesses.routerLog ? await readRouterLogs(path) : null;
  const gaps = [...manifest.logGaps, ...(log?.gaps ?? [])];
  const assigned = log === null ? null : assignEvents(log.events, read);
  const metricsFile = join(path, RUN_FILES.metrics);
  const metrics = existsSync(metricsFile) ? readNdjsonFile(metricsFile, metricSampleSchema).values : [];
  const scenarios = read.map(({ name, plan, requests, arrivals, steps, damaged }): ReadScenario => {
    const events = assigned?.byScenario.get(name) ?? null;
    const begunMs = steps[0]?.startMs ?? 0;
    const endedMs = steps.at(-1)?.endMs ?? 0;
    return {
      name,
      plan,
      evidence: {
        gateway: manifest.gateway,
        requests,
        steps,
        metrics: metrics.filter(({ atMs }) => atMs >= begunMs && atMs <= endedMs),
        arrivals: witnesses.arrivals ? arrivals : null,
        events,
        logReading:
          log === null || events === null
            ? null
            : { ...log.counts, events: events.length, foreignEvents: assigned?.foreign ?? 0, gaps },
        startedAtUnixMs: manifest.startedAtUnixMs,
        complete: damaged === 0 && isComplete(manifest, plan, steps),
        eventLoopDelayP99Ms: manifest.eventLoopDelayP99Ms,
        machineLoad: {
          cpus: manifest.host.cpus,
          atStart: manifest.host.loadAverageAtStart,
          atEnd: manifest.host.loadAverageAtEnd,
        },
      },
    };
  });
  return { manifest, scenarios };
}

/** Whether a scenario reached its end: the run did, or the last step of its last trial was done. */
function isComplete({ exitReason }: RunManifest, { trials }: ReadScenario["plan"], steps: Evidence["steps"]): boolean {
  if (steps.some(({ ok }) => !ok)) return false;
  if (exitReason === "completed") return true;
  const last = trials.at(-1);
  return steps.some(({ trial, stepIndex }) => trial === last?.trial && stepIndex === (last?.steps.length ?? 0) - 1);
}
