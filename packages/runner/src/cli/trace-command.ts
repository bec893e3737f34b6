import { joinEvidence } from "@wa-routing/analysis";
import { explainScore, WaRoutingError } from "@wa-routing/protocol";
import { passesIn } from "../folder/pass-folders.ts";
import { readRunFolder } from "../folder/read-run-folder.ts";
import type { JsonOption } from "./output-options.ts";

interface Seen {
  /** ms on the client's clock; null where the witness's clock could not be aligned. */
  readonly atMs: number | null;
  readonly witness: "client" | "router" | "model server";
  readonly text: string;
}

/** `wa-routing trace` */
export async function traceCommand(dir: string, id: string, { json }: JsonOption): Promise<void> {
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
        const detail =
          event.event === "score-computed"
            ? ` (${event.stage ?? "no stage"}): ${explainScore(event, evidence.gateway.parameters)}`
            : "";
        return [{ atMs, witness: "router", text: `${event.event}${detail}, line ${event.line}` }];
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
    const ordered = seen.toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
    if (json === true) process.stdout.write(`${JSON.stringify(ordered, null, 2)}\n`);
    else
      for (const line of ordered)
        process.stdout.write(
          `${line.atMs === null ? "?".padStart(12) : line.atMs.toFixed(3).padStart(12)} ms  ${line.witness.padEnd(12)}  ${line.text}\n`,
        );
    return;
  }
  throw new WaRoutingError(`${dir} has no request ${JSON.stringify(id)}`, {
    code: "REQUEST_UNKNOWN",
    field: "REQUEST",
    value: id,
    expected: "an id from one of its requests.ndjson",
    remedy: "the ids are also in requests.csv of each scenario",
  });
}
