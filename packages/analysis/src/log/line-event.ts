import { type FlowEvent, LOG_POINTS } from "@wa-routing/protocol";
import type { LogLine } from "./log-line.ts";
import { isErrorSeverity } from "./severity.ts";
import { isStart } from "./start-words.ts";

/** Reads a line that has the marker, or one of the router's own. `null`: the line lacks what its message promises. */
type ReadEvent = (fields: FieldReader, position: Position) => FlowEvent | null;

type Position = Pick<FlowEvent, "line" | "source" | "atMs" | "seq">;

/** Fields of a line under any of the names that the routers give them. */
class FieldReader {
  readonly #fields: LogLine["fields"];

  constructor(fields: LogLine["fields"]) {
    this.#fields = fields;
  }

  text(name: string, second = name, third = name, fourth = name): string | null {
    const fields = this.#fields;
    const value = fields[name] ?? fields[second] ?? fields[third] ?? fields[fourth];
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : null;
  }

  number(name: string, second = name): number | null {
    const value = this.#fields[name] ?? this.#fields[second];
    if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return null;
    const read = Number(value);
    return Number.isFinite(read) ? read : null;
  }

  integer(name: string, second = name): number | null {
    const read = this.number(name, second);
    return read !== null && Number.isSafeInteger(read) ? read : null;
  }

  requestId(): string | null {
    return this.text("request_id", "x-request-id", "requestID", "reqID");
  }

  workloadId(): string | null {
    return this.text("workload_id", "workloadID", "workloadId");
  }
}

function registryEvent(event: "active-incremented" | "active-decremented"): ReadEvent {
  return (fields, position) => {
    const workloadId = fields.workloadId();
    const active = fields.number("active_requests", "active");
    if (workloadId === null || active === null) return null;
    const total = fields.number("total_requests", "total");
    const ratePerSecond = fields.number("request_rate", "requestRate");
    return { event, ...position, requestId: fields.requestId(), workloadId, active, total, ratePerSecond };
  };
}

function queueEvent(event: "item-enqueued" | "item-dispatched" | "head-of-line"): ReadEvent {
  return (fields, position) => {
    const requestId = fields.requestId();
    return requestId === null ? null : { event, ...position, requestId };
  };
}

const readScore: ReadEvent = (fields, position) => {
  const workloadId = fields.workloadId();
  const criticality = fields.number("criticality");
  const emaSeconds = fields.number("avg_wait_time_sec", "emaSeconds");
  const ratePerSecond = fields.number("request_rate", "requestRate");
  const score = fields.number("final_score", "score");
  if (workloadId === null || criticality === null || emaSeconds === null || ratePerSecond === null || score === null) {
    return null;
  }
  const stage = fields.text("stage");
  return {
    event: "score-computed",
    ...position,
    requestId: fields.requestId(),
    workloadId,
    stage: stage === "enqueue" || stage === "dispatch" ? stage : null,
    criticality,
    emaSeconds,
    ratePerSecond,
    normalizedWait: fields.number("normalized_wait"),
    normalizedCriticality: fields.number("normalized_crit"),
    normalizedRate: fields.number("normalized_rate"),
    score,
  };
};

const MARKED: ReadonlyMap<string, ReadEvent> = new Map(
  Object.entries<ReadEvent>({
    [LOG_POINTS["context-extracted"].toLowerCase()]: (fields, position) => {
      const requestId = fields.requestId();
      const workloadId = fields.workloadId();
      const criticality = fields.number("criticality");
      if (requestId === null || workloadId === null || criticality === null) return null;
      return { event: "context-extracted", ...position, requestId, workloadId, criticality };
    },
    [LOG_POINTS["active-incremented"].toLowerCase()]: registryEvent("active-incremented"),
    [LOG_POINTS["active-decremented"].toLowerCase()]: registryEvent("active-decremented"),
    [LOG_POINTS.admitted.toLowerCase()]: (fields, position) => {
      const requestId = fields.requestId();
      if (requestId === null) return null;
      const queueSize = fields.number("queue_size", "queueSize");
      return { event: "admitted", ...position, requestId, workloadId: fields.workloadId(), queueSize };
    },
    [LOG_POINTS["score-computed"].toLowerCase()]: readScore,
    [LOG_POINTS.dispatched.toLowerCase()]: (fields, position) => {
      const requestId = fields.requestId();
      if (requestId === null) return null;
      const queueSize = fields.number("queue_size", "queueSize");
      const dispatchSequence = fields.integer("dispatch_seq", "dispatchSeq");
      return {
        event: "dispatched",
        ...position,
        requestId,
        workloadId: fields.workloadId(),
        queueSize,
        dispatchSequence,
      };
    },
    "workload wait recorded": (fields, position) => {
      const workloadId = fields.workloadId();
      const waitSeconds = fields.number("wait_sec", "waitSeconds");
      const emaSeconds = fields.number("avg_wait_time_sec", "emaSeconds");
      if (workloadId === null || waitSeconds === null || emaSeconds === null) return null;
      return {
        event: "wait-recorded",
        ...position,
        requestId: fields.requestId(),
        workloadId,
        waitSeconds,
        emaSeconds,
      };
    },
    "request evicted": (fields, position) => {
      const requestId = fields.requestId();
      return requestId === null ? null : { event: "evicted", ...position, requestId, workloadId: fields.workloadId() };
    },
  }),
);

/** Lines of the routers themselves, by how their message begins. */
const OWN: readonly (readonly [string, ReadEvent])[] = [
  [
    "no associated inferenceobjective found",
    (fields, position) => {
      const requestId = fields.requestId();
      const objective = fields.text("objectiveKey");
      return requestId === null || objective === null || objective === ""
        ? null
        : { event: "objective-missing", ...position, requestId, objective };
    },
  ],
  ["item enqueued", queueEvent("item-enqueued")],
  ["item dispatched", queueEvent("item-dispatched")],
  ["policy's chosen item is saturated; enforcing hol", queueEvent("head-of-line")],
  [
    "flow control outcome",
    (fields, position) => {
      const requestId = fields.requestId();
      const outcome = fields.text("outcome");
      return requestId === null || outcome === null ? null : { event: "outcome", ...position, requestId, outcome };
    },
  ],
];

/**
 * What a line says: an event, nothing of interest, or that it is damaged (it has the marker, but not what its message promises).
 */
export function eventOfLine(
  taken: LogLine,
  marked: boolean,
  place: Pick<FlowEvent, "line" | "source">,
): FlowEvent | "nothing" | "damaged" {
  const fields = new FieldReader(taken.fields);
  const position: Position = {
    line: place.line,
    source: place.source,
    atMs: taken.time?.atMs ?? null,
    seq: fields.integer("seq"),
  };
  const message = taken.message.toLowerCase();
  if (marked)
    return (MARKED.get(message) ?? MARKED.get(message.replace(/[.:]+$/, "")))?.(fields, position) ?? "damaged";
  if (isStart(message)) return { event: "started", ...position, text: taken.message };
  if (isErrorSeverity(taken.severity)) {
    const detail = fields.text("error", "err", "exception.message", "error.message");
    const text = (detail === null ? taken.message : `${taken.message}: ${detail}`).slice(0, 500);
    return { event: "error", ...position, requestId: fields.requestId(), text };
  }
  for (const [beginning, read] of OWN) if (message.startsWith(beginning)) return read(fields, position) ?? "nothing";
  return "nothing";
}
