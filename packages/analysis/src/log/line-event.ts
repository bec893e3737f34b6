import { type FlowEvent, LOG_POINTS } from "@wa-routing/protocol";
import { isCrash } from "./crash-words.ts";
import { errorCause } from "./error-cause.ts";
import { ungrouped } from "./field-groups.ts";
import type { LogLine } from "./log-line.ts";
import { isErrorSeverity } from "./severity.ts";
import { startOf } from "./start-words.ts";

/** Reads a line that has the marker, or one of the router's own; gives the fields that it lacks of those that it must have. */
type ReadEvent = (fields: FieldReader, position: Position) => FlowEvent | LackingFields;

/** Names of fields, as a router writes them. */
type LackingFields = readonly string[];

/** What is wrong with a line that has the marker: a message that is none of the log points, or one without what it must say. */
export interface DamagedLine {
  readonly message: string;
  /** Fields that its message promises and that it lacks or that cannot be read; none where the message is unknown. */
  readonly lacks: LackingFields;
}

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

  named(): { readonly requestId: string | null; readonly workloadId: string | null } {
    return { requestId: this.requestId(), workloadId: this.workloadId() };
  }
}

/** A line about a request has to say which, or at least of which workload. */
const NOBODY: LackingFields = ["request_id"];

/** The names of those that are null. */
function lacking(needed: Readonly<Record<string, unknown>>): LackingFields {
  return Object.keys(needed).filter((name) => needed[name] === null);
}

function registryEvent(event: "active-incremented" | "active-decremented"): ReadEvent {
  return (fields, position) => {
    const workloadId = fields.workloadId();
    const active = fields.number("active_requests", "active");
    if (workloadId === null || active === null) return lacking({ workload_id: workloadId, active_requests: active });
    const total = fields.number("total_requests", "total");
    const ratePerSecond = fields.number("request_rate", "requestRate");
    return { event, ...position, requestId: fields.requestId(), workloadId, active, total, ratePerSecond };
  };
}

function queueEvent(event: "item-enqueued" | "item-dispatched" | "head-of-line"): ReadEvent {
  return (fields, position) => {
    const requestId = fields.requestId();
    return requestId === null ? ["request_id"] : { event, ...position, requestId };
  };
}

const readScore: ReadEvent = (fields, position) => {
  const workloadId = fields.workloadId();
  const score = fields.number("final_score", "score");
  if (workloadId === null || score === null) return lacking({ workload_id: workloadId, final_score: score });
  const stage = fields.text("stage");
  return {
    event: "score-computed",
    ...position,
    requestId: fields.requestId(),
    workloadId,
    stage: stage === "enqueue" || stage === "dispatch" ? stage : null,
    criticality: fields.number("criticality"),
    emaSeconds: fields.number("avg_wait_time_sec", "emaSeconds"),
    ratePerSecond: fields.number("request_rate", "requestRate"),
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
      if (workloadId === null || criticality === null) return lacking({ workload_id: workloadId, criticality });
      return { event: "context-extracted", ...position, requestId, workloadId, criticality };
    },
    [LOG_POINTS["active-incremented"].toLowerCase()]: registryEvent("active-incremented"),
    [LOG_POINTS["active-decremented"].toLowerCase()]: registryEvent("active-decremented"),
    [LOG_POINTS.admitted.toLowerCase()]: (fields, position) => {
      const { requestId, workloadId } = fields.named();
      if (requestId === null && workloadId === null) return NOBODY;
      const queueSize = fields.number("queue_size", "queueSize");
      return { event: "admitted", ...position, requestId, workloadId, queueSize };
    },
    [LOG_POINTS["score-computed"].toLowerCase()]: readScore,
    [LOG_POINTS.dispatched.toLowerCase()]: (fields, position) => {
      const { requestId, workloadId } = fields.named();
      if (requestId === null && workloadId === null) return NOBODY;
      const queueSize = fields.number("queue_size", "queueSize");
      const dispatchSequence = fields.integer("dispatch_seq", "dispatchSeq");
      return { event: "dispatched", ...position, requestId, workloadId, queueSize, dispatchSequence };
    },
    "workload wait recorded": (fields, position) => {
      const workloadId = fields.workloadId();
      const waitSeconds = fields.number("wait_sec", "waitSeconds");
      const emaSeconds = fields.number("avg_wait_time_sec", "emaSeconds");
      if (workloadId === null || waitSeconds === null || emaSeconds === null) {
        return lacking({ workload_id: workloadId, wait_sec: waitSeconds, avg_wait_time_sec: emaSeconds });
      }
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
      return requestId === null
        ? ["request_id"]
        : { event: "evicted", ...position, requestId, workloadId: fields.workloadId() };
    },
  }),
);

// Written by the reference picker, in the place of the lines that are missing.
const LOST_LINES = "log lines lost";

/** Lines of the routers themselves, by how their message begins. */
const OWN: readonly (readonly [string, ReadEvent])[] = [
  [
    "no associated inferenceobjective found",
    (fields, position) => {
      const requestId = fields.requestId();
      const objective = fields.text("objectiveKey");
      return requestId === null || objective === null || objective === ""
        ? ["x-request-id", "objectiveKey"]
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
      return requestId === null || outcome === null
        ? ["requestID", "outcome"]
        : { event: "outcome", ...position, requestId, outcome };
    },
  ],
];

/** What a line says: an event, nothing of interest, or, of one with the marker, what is wrong with it. */
export function eventOfLine(
  taken: LogLine,
  marked: boolean,
  place: Pick<FlowEvent, "line" | "source">,
): FlowEvent | "nothing" | DamagedLine {
  const message = taken.message.toLowerCase();
  const fields = new FieldReader(taken.fields);
  const position = positionBy(fields, taken, place);
  if (marked) {
    const read = MARKED.get(message) ?? MARKED.get(message.replace(/[.:]+$/, ""));
    const found = read?.(fields, position) ?? [];
    if (isEvent(found)) return found;
    const inGroups = read === undefined ? found : readInGroups(read, found, taken, place);
    return isEvent(inGroups) ? inGroups : { message: taken.message, lacks: inGroups };
  }
  const start = startOf(message);
  if (start !== null) return { event: "started", ...position, text: start };
  if (isErrorSeverity(taken.severity) || isCrash(taken.message)) {
    const cause = errorCause(taken.fields);
    const text = (cause === null ? taken.message : `${taken.message}: ${cause}`).slice(0, 500);
    return { event: "error", ...position, requestId: fields.requestId(), text };
  }
  for (const [beginning, read] of OWN) {
    if (!message.startsWith(beginning)) continue;
    const found = read(fields, position);
    const event = isEvent(found) ? found : readInGroups(read, found, taken, place);
    return isEvent(event) ? event : "nothing";
  }
  return "nothing";
}

/** The same of a line whose fields stand in groups; what was `found` without them where it has none. */
function readInGroups(
  read: ReadEvent,
  found: LackingFields,
  taken: LogLine,
  place: Pick<FlowEvent, "line" | "source">,
): FlowEvent | LackingFields {
  const grouped = ungrouped(taken.fields);
  if (grouped === null) return found;
  const fields = new FieldReader(grouped);
  return read(fields, positionBy(fields, taken, place));
}

function positionBy(fields: FieldReader, { time }: LogLine, place: Pick<FlowEvent, "line" | "source">): Position {
  return { line: place.line, source: place.source, atMs: time?.atMs ?? null, seq: fields.integer("seq") };
}

/** How many lines of its own log a router says it has lost; 0: the line is about something else, or does not say how many. */
export function lostLinesOf(taken: LogLine): number {
  if (taken.message.toLowerCase() !== LOST_LINES) return 0;
  return Math.max(0, new FieldReader(taken.fields).integer("lost_lines") ?? 0);
}

function isEvent(read: FlowEvent | LackingFields): read is FlowEvent {
  return !Array.isArray(read);
}
