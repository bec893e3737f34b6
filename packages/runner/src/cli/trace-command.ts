import { existsSync, statSync } from "node:fs";
import { eventText, joinEvidence, requestStory } from "@wa-routing/analysis";
import { DEFAULT_ROUTER_PARAMETERS, type RequestStory, WaRoutingError } from "@wa-routing/protocol";
import { plainText } from "@wa-routing/report";
import { passesIn } from "../folder/pass-folders.ts";
import { readRunFolder } from "../folder/read-run-folder.ts";
import { readRouterLogFile } from "../folder/router-log/router-log-files.ts";
import type { JsonOption } from "./output-options.ts";
import { printable, printableJson } from "./printed.ts";

type Seen = RequestStory["lines"][number];

/** `wa-routing trace` */
export async function traceCommand(path: string, id: string, { json }: JsonOption): Promise<void> {
  const isLog = path === "-" || (existsSync(path) && statSync(path).isFile());
  const seen = isLog ? await seenInLog(path, id) : await seenInRun(path, id);
  const ordered = seen.toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  if (json === true) process.stdout.write(printableJson(ordered));
  else
    for (const line of ordered)
      process.stdout.write(
        printable(
          `${line.atMs === null ? "?".padStart(12) : line.atMs.toFixed(3).padStart(12)} ms  ${line.witness.padEnd(12)}  ${plainText(line.text)}\n`,
        ),
      );
}

async function seenInRun(dir: string, id: string): Promise<Seen[]> {
  const passes = passesIn(dir);
  const folders = passes === null ? [dir] : Object.values(passes).filter((folder) => folder !== null);
  const read = await Promise.all(folders.map((folder) => readRunFolder(folder)));
  for (const { name, evidence } of read.flatMap(({ scenarios }) => scenarios)) {
    const joined = joinEvidence(evidence);
    const trace = joined.traces.find(({ record, requestId }) => record.id === id || requestId === id);
    if (trace === undefined) continue;
    const { parameters = DEFAULT_ROUTER_PARAMETERS } = evidence.gateway;
    return requestStory(name, trace, joined, evidence.events, parameters);
  }
  throw unknownRequest(
    dir,
    id,
    "an id from one of its requests.ndjson",
    "the ids are also in requests.csv of each scenario",
  );
}

/** The lines that name the request, and those of its workload that name none. */
async function seenInLog(path: string, id: string): Promise<Seen[]> {
  const { events } = await readRouterLogFile(path);
  const about = events.filter((event) => "requestId" in event && event.requestId === id);
  const workloads = new Set(about.map((event) => ("workloadId" in event ? event.workloadId : null)));
  const lines = events.filter(
    (event) =>
      about.includes(event) ||
      ("workloadId" in event &&
        event.workloadId !== null &&
        event.requestId === null &&
        workloads.has(event.workloadId)),
  );
  if (about.length === 0) {
    throw unknownRequest(
      path,
      id,
      "a request id that one of its lines names",
      "a log whose lines name only workloads cannot be traced",
    );
  }
  const [first = null] = lines.flatMap(({ atMs }) => atMs ?? []);
  return lines.map((event) => ({
    atMs: event.atMs === null || first === null ? null : event.atMs - first,
    witness: "router",
    text: `${eventText(event, DEFAULT_ROUTER_PARAMETERS)}${about.includes(event) ? "" : ", which names only its workload"}`,
  }));
}

function unknownRequest(path: string, id: string, expected: string, remedy: string): WaRoutingError {
  return new WaRoutingError(`${path} has no request ${JSON.stringify(id)}`, {
    code: "REQUEST_UNKNOWN",
    field: "REQUEST",
    value: id,
    expected,
    remedy,
  });
}
