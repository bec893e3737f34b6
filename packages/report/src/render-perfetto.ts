import type { Arm, Inversion, Pass, TimelineRequest, TrialTimeline } from "@wa-routing/protocol";
import { bytesOf } from "./markdown-room.ts";
import { plainText } from "./plain-text.ts";

/** A scenario's trials, each whole, and which of their requests left against the claimed rule. */
export interface TracedScenario {
  readonly scenario: string;
  readonly pass: Pass | null;
  /** Read once, in turn. */
  readonly timelines: Iterable<TrialTimeline>;
  readonly inversions: readonly Inversion[];
}

/** No trace is larger, in bytes: viewers take long over more. */
export const MOST_TRACE_BYTES = 20_000_000;

/** Processes of the trace. */
const CLIENT = 1;
const QUEUE = 2;
const FIRST_MODEL_SERVER = 10;

interface TraceEvent {
  readonly name: string;
  readonly ph: "M" | "X" | "b" | "e" | "C" | "s" | "f" | "i";
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly [more: string]: unknown;
}

/**
 * The trials of a run in Chrome's JSON trace format, which ui.perfetto.dev and chrome://tracing open: client, queue and model servers
 * are processes, workloads threads, waiting and being served are spans, the router's gauges counters, and every request that left
 * although the claimed rule puts another first has an arrow to that one. Times are µs since the run began.
 *
 * Trials are left out, the last first, where it would be larger than `mostBytes`; the trace says how many, in its metadata.
 */
export function renderPerfetto(scenarios: readonly TracedScenario[], mostBytes = MOST_TRACE_BYTES): string {
  const threads = new Threads();
  const lines: string[] = [];
  // Names of processes and threads, and the metadata, come last, and are few.
  let room = mostBytes - 100_000;
  let [shown, left, flows] = [0, 0, 0];
  for (const { scenario, pass, timelines, inversions } of scenarios) {
    const label = pass === null ? scenario : `${scenario}, ${pass} pass`;
    for (const timeline of timelines) {
      const own = inversions.filter(({ trial }) => trial === timeline.trial);
      const events = left > 0 ? [] : trialEvents(label, timeline, own, threads).map((event) => JSON.stringify(event));
      const size = events.reduce((sum, event) => sum + bytesOf(event) + 2, 0);
      if (left > 0 || size > room) {
        left += 1;
        continue;
      }
      shown += 1;
      room -= size;
      flows += own.length;
      for (const event of events) lines.push(event);
    }
  }
  const names = threads.names().map((event) => JSON.stringify(event));
  const about = {
    ...{ writtenBy: "wa-routing", trials: shown, trialsLeftOut: left, forbiddenOvertakings: flows },
    note: left === 0 ? "all trials" : `the last ${left} of ${shown + left} trials are left out, for want of room`,
  };
  return `{"displayTimeUnit":"ms","metadata":${JSON.stringify(about)},"traceEvents":[\n${[...names, ...lines].join(",\n")}\n]}\n`;
}

/** Processes and threads, numbered as they are met. */
class Threads {
  readonly #threads = new Map<string, { pid: number; tid: number; name: string }>();
  readonly #modelServers = new Map<string, number>();

  modelServer(name: string): number {
    const known = this.#modelServers.get(name) ?? FIRST_MODEL_SERVER + this.#modelServers.size;
    this.#modelServers.set(name, known);
    return known;
  }

  thread(pid: number, name: string): number {
    const key = `${pid} ${name}`;
    const known = this.#threads.get(key) ?? { pid, tid: this.#threads.size + 1, name };
    this.#threads.set(key, known);
    return known.tid;
  }

  names(): TraceEvent[] {
    const process = (pid: number, name: string): TraceEvent => ({ name: "process_name", ph: "M", pid, args: { name } });
    return [
      process(CLIENT, "client"),
      process(QUEUE, "router's queue"),
      ...[...this.#modelServers].map(([name, pid]) => process(pid, `model server ${plainText(name)}`)),
      ...[...this.#threads.values()].map(
        ({ pid, tid, name }): TraceEvent => ({
          name: "thread_name",
          ph: "M",
          pid,
          tid,
          args: { name: plainText(name) },
        }),
      ),
    ];
  }
}

function trialEvents(
  label: string,
  timeline: TrialTimeline,
  inversions: readonly Inversion[],
  threads: Threads,
): TraceEvent[] {
  const { trial, arm, steps, requests, samples } = timeline;
  const byId = new Map(requests.map((request) => [request.id, request]));
  const scenarioThread = threads.thread(CLIENT, label);
  const trialName = nameOf(label, trial, arm);
  const [first] = steps;
  const last = steps.at(-1);
  return [
    ...(first === undefined || last === undefined
      ? []
      : [span(CLIENT, scenarioThread, trialName, first.startMs, last.endMs, { trial, arm })]),
    ...steps.map(({ step, startMs, endMs, ok }) =>
      span(CLIENT, threads.thread(CLIENT, `${label}: steps`), step, startMs, endMs, { ok }),
    ),
    ...requests.flatMap((request) => requestEvents(label, request, threads)),
    ...samples.flatMap(({ atMs, queueSize, poolSaturation }) => [
      ...(queueSize === null ? [] : [counter("queue size", atMs, queueSize)]),
      ...(poolSaturation === null ? [] : [counter("pool saturation", atMs, poolSaturation)]),
    ]),
    ...inversions.flatMap(({ left, before }, number) => {
      const [from, to] = [byId.get(left), byId.get(before)];
      return from === undefined || to === undefined
        ? []
        : arrow(`${label}/${trial}/${number}`, label, from, to, threads);
    }),
  ];
}

function nameOf(label: string, trial: number, arm: Arm): string {
  return `${plainText(label)}, trial ${trial + 1} (${arm})`;
}

/** From being sent until it left the queue, and from then until it ended; and the moment of leaving, to which arrows are drawn. */
function requestEvents(label: string, request: TimelineRequest, threads: Threads): TraceEvent[] {
  const { id, workload, criticality, sentMs, endMs, outcome, modelServer, primed, place } = request;
  const leftMs = left(request);
  const args = { id: plainText(id), criticality, outcome, place };
  const name = `${plainText(workload)}${primed ? " (prime)" : ""}`;
  const queue = threads.thread(QUEUE, `${label}: ${workload}`);
  const waiting = asyncSpan(QUEUE, queue, `${name} waits`, id, sentMs, leftMs ?? endMs, args);
  if (leftMs === null) return waiting;
  const pid = threads.modelServer(modelServer ?? "unknown");
  const server = threads.thread(pid, `${label}: ${workload}`);
  return [
    ...waiting,
    { ...span(QUEUE, queue, `${name} leaves`, leftMs, leftMs + LEAVING_MS, args), cat: "dispatch" },
    ...asyncSpan(pid, server, `${name} is served`, id, leftMs, endMs, args),
  ];
}

// An arrow needs a span to begin and to end in: a moment is none.
const LEAVING_MS = 0.05;

/** From the one that left too early to the one that should have gone first. */
function arrow(id: string, label: string, from: TimelineRequest, to: TimelineRequest, threads: Threads): TraceEvent[] {
  const [fromMs, toMs] = [left(from), left(to)];
  if (fromMs === null || toMs === null) return [];
  const end = (ph: "s" | "f", request: TimelineRequest, atMs: number): TraceEvent => ({
    ...{ name: "forbidden overtaking", cat: "overtaking", ph, id, pid: QUEUE, ts: micros(atMs + LEAVING_MS / 2) },
    tid: threads.thread(QUEUE, `${label}: ${request.workload}`),
    ...(ph === "f" ? { bp: "e" } : { args: { left: plainText(from.id), before: plainText(to.id) } }),
  });
  return [end("s", from, fromMs), end("f", to, Math.max(toMs, fromMs))];
}

function left({ arrivedMs, dispatchedMs }: TimelineRequest): number | null {
  return dispatchedMs ?? arrivedMs;
}

function span(pid: number, tid: number, name: string, fromMs: number, toMs: number, args: object): TraceEvent {
  return { name, ph: "X", pid, tid, ts: micros(fromMs), dur: micros(Math.max(0, toMs - fromMs)), args };
}

function asyncSpan(
  pid: number,
  tid: number,
  name: string,
  id: string,
  fromMs: number,
  toMs: number,
  args: object,
): TraceEvent[] {
  const end = (ph: "b" | "e", atMs: number): TraceEvent => ({
    name,
    cat: pid === QUEUE ? "waiting" : "serving",
    ph,
    id: plainText(id),
    pid,
    tid,
    ts: micros(atMs),
  });
  return [{ ...end("b", fromMs), args }, end("e", Math.max(fromMs, toMs))];
}

function counter(name: string, atMs: number, value: number): TraceEvent {
  return { name, ph: "C", pid: QUEUE, ts: micros(atMs), args: { value } };
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}
