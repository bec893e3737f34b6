import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Analysis, analyze, assignEvents, type Evidence, judge } from "@wa-routing/analysis";
import {
  arrivalRecordSchema,
  type Checklist,
  checklistSchema,
  type FlowEvent,
  metricSampleSchema,
  planSchema,
  type RunManifest,
  requestRecordSchema,
  runManifestSchema,
  stepRecordSchema,
  WaRoutingError,
} from "@wa-routing/protocol";
import { renderHtml, renderJUnit, renderMarkdown, renderRequestsCsv } from "@wa-routing/report";
import { readJsonFile, readNdjsonFile, writeJsonFile, writeTextFile } from "./json-file.ts";
import { readRouterLogs } from "./router-log-files.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-folder.ts";

/** What a run folder came to. */
export interface JudgedRun {
  readonly manifest: RunManifest;
  readonly checklist: Checklist;
  readonly analyses: readonly Analysis[];
}

/**
 * Reads a finished run folder, parses the router's log anew, analyses and judges every scenario, and writes what it found beside
 * the evidence. Needs no gateway; the same folder gives the same files, byte for byte.
 *
 * @throws WaRoutingError `FILE_UNREADABLE` or `FILE_INVALID` for a folder that is no run's; `ZSTD_UNSUPPORTED` for such a log.
 */
export async function analyzeRunFolder(path: string): Promise<JudgedRun> {
  const { manifest, scenarios } = await readRunFolder(path);
  const analyses = scenarios.map(({ name, plan, evidence }) => {
    const folder = join(path, name);
    const analysis = analyze(plan, evidence);
    if (evidence.events !== null) writeEvents(join(folder, SCENARIO_FILES.events), evidence.events);
    writeJsonFile(join(folder, SCENARIO_FILES.analysis), analysis);
    writeJsonFile(join(folder, SCENARIO_FILES.checklist), judge([analysis]));
    writeTextFile(join(folder, SCENARIO_FILES.csv), renderRequestsCsv(evidence.requests));
    return analysis;
  });
  const checklist = judge(analyses, { required: manifest.required });
  writeJsonFile(join(path, RUN_FILES.checklist), checklist);
  return { manifest, checklist, analyses };
}

/** Writes the reports of a run folder from its checklist. */
export function writeReports(path: string): Pick<JudgedRun, "manifest" | "checklist"> {
  const manifest = readManifest(path);
  const checklist = readJsonFile(join(path, RUN_FILES.checklist), checklistSchema);
  writeTextFile(join(path, RUN_FILES.markdown), renderMarkdown(checklist, manifest));
  writeTextFile(join(path, RUN_FILES.html), renderHtml(checklist, manifest));
  writeTextFile(join(path, RUN_FILES.junit), renderJUnit(checklist, manifest));
  return { manifest, checklist };
}

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

function writeEvents(path: string, events: readonly FlowEvent[]): void {
  writeTextFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
