import { existsSync, statSync } from "node:fs";
import { joinEvidence } from "@wa-routing/analysis";
import { DEFAULT_ROUTER_PARAMETERS, WaRoutingError } from "@wa-routing/protocol";
import { plainText } from "@wa-routing/report";
import { passesIn } from "../folder/pass-folders.ts";
import { readRunFolder } from "../folder/read-run-folder.ts";
import { readRouterLogFile } from "../folder/router-log/router-log-files.ts";
import { eventText } from "./event-text.ts";
import type { JsonOption } from "./output-options.ts";
import { printable, printableJson } from "./printed.ts";

interface Seen {
  /** ms on the client's clock, in a log alone since the request's first line; null where the witness's clock could not be aligned. */
  readonly atMs: number | null;
  readonly witness: "client" | "router" | "model server";
  readonly text: string;
}

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
    const { record, arrival } = trace;
    const offset = joined.routerClock?.offsetMs ?? null;
    const seen: Seen[] = [
      {
        atMs: record.arrivalMs,
        witness: "client",
        text: `meant to be sent (${name}, ${record.workload}, criticality ${record.criticality})`,
      },
      { atMs: record.sendMs, witness: "client", text: `sent, ${record.latenessMs.toFixed(3)} ms late` },
      ...(evidence.events ?? []).flatMap((event): Seen[] => {
        if (!("requestId" in event) || event.requestId === null || event.requestId !== trace.requestId) return [];
        const atMs = event.atMs === null || offset === null ? null : event.atMs + offset;
        return [
          { atMs, witness: "router", text: eventText(event, evidence.gateway.parameters ?? DEFAULT_ROUTER_PARAMETERS) },
        ];
      }),
    ];
    if (arrival !== null) {
      const clock = joined.modelServerClocks[arrival.modelServer];
      seen.push({
        atMs: clock === undefined ? null : arrival.arrivedMs + clock.offsetMs,
        witness: "model server",
        text: `arrived at ${arrival.modelServer} as number ${arrival.sequence}, ${arrival.concurrency} under way`,
      });
    }
    if (record.headersMs !== null)
      seen.push({ atMs: record.headersMs, witness: "client", text: `answer began: ${record.status}` });
    seen.push({ atMs: record.endMs, witness: "client", text: record.outcome });
    return seen;
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
