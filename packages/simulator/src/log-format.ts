import { LOG_POINT_MARKER, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";

/**
 * How a router writes its log: `zap-json` as the workload-aware fork would; `logfmt` with the same fields, as Go's slog; `seed` the
 * `key=value` lines of the document that asked for log points, and no more than it asked for: no time, no numbers of lines or
 * dispatches, and no request on the lines about a registry or a score.
 */
export type LogFormat = "zap-json" | "logfmt" | "seed";

export const LOG_FORMATS: readonly LogFormat[] = ["zap-json", "logfmt", "seed"];

/** One line before it is written. */
export interface LoggedLine {
  /** ms since 1970, with fractions. */
  readonly unixMs: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The text of a line; `null`: this format has no such line. */
export type FormatLine = (line: LoggedLine) => string | null;

const SEED_FIELDS: Readonly<Record<LogPoint, readonly string[]>> = {
  "context-extracted": ["request_id", "workload_id", "criticality"],
  "active-incremented": ["workload_id", "active_requests", "total_requests", "request_rate"],
  admitted: ["request_id", "workload_id", "criticality", "flow_key"],
  "score-computed": [
    ...["workload_id", "criticality", "avg_wait_time_sec", "request_rate"],
    ...["normalized_wait", "normalized_crit", "normalized_rate", "final_score"],
  ],
  dispatched: ["request_id", "workload_id", "queue_size"],
  "active-decremented": ["workload_id", "active_requests", "total_requests"],
};

const SEED_FIELDS_OF = new Map(
  Object.entries(SEED_FIELDS).map(([point, names]) => [
    `${LOG_POINT_MARKER} ${LOG_POINTS[point as LogPoint]}`,
    new Set(names),
  ]),
);

export const lineFormats: Readonly<Record<LogFormat, FormatLine>> = {
  "zap-json": ({ unixMs, level, message, fields }) =>
    JSON.stringify({ level, ts: rfc3339Nanoseconds(unixMs), logger: "simulator", msg: message, ...fields }),
  logfmt: ({ unixMs, level, message, fields }) =>
    pairs({ time: rfc3339Nanoseconds(unixMs), level, msg: message, ...fields }),
  seed({ message, fields }) {
    const marked = message.startsWith(LOG_POINT_MARKER);
    const names = marked ? SEED_FIELDS_OF.get(message) : new Set(Object.keys(fields));
    if (names === undefined) return null;
    const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
    return `${message} ${pairs(kept)}`;
  },
};

function pairs(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(" ");
}

function quoted(text: string): string {
  return /^[^\s"=\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text);
}

function rfc3339Nanoseconds(unixMs: number): string {
  const whole = Math.floor(unixMs);
  const nanoseconds = Math.floor((unixMs - whole) * 1e6);
  return `${new Date(whole).toISOString().slice(0, -1)}${String(nanoseconds).padStart(6, "0")}Z`;
}
