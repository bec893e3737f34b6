import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import type { LineForm, TakenLine } from "./forms/taken-line.ts";
import { isRecord } from "./json-record.ts";
import { readTime, type ToldTime } from "./log-time.ts";
import { type Severity, severityOfLevel, severityOfNumber } from "./severity.ts";

type Fields = Readonly<Record<string, unknown>>;

// zap and the fork: ts, level, msg. slog: time, level, msg. llm-d-router since September 2026, as OpenTelemetry's log data model:
// timestamp, severity_text, severity_number, body. GCP: time or timestamp, severity, message. ECS: @timestamp, log.level, message.
// hclog and Serilog: @timestamp or @t, @level or @l, @message or @m. zap's development names: T, L, M.
const TIMES = [
  ...[
    "ts",
    "time",
    "timestamp",
    "@timestamp",
    "t",
    "Timestamp",
    "asctime",
    "eventTime",
    "timeUnixNano",
    "Time",
    "@t",
    "T",
  ],
  ...["timeMillis", "__REALTIME_TIMESTAMP"],
] as const;
const LEVELS = [
  ...["level", "severity_text", "severity", "lvl", "log.level", "SeverityText", "levelname", "loglevel", "Level"],
  ...["@level", "@l", "L"],
] as const;
const NUMBERS = ["severity_number", "severityNumber", "SeverityNumber", "Severity"] as const;
const MESSAGES = [
  ...["msg", "body", "message", "Body", "Message", "event", "text", "@message", "@m", "@mt", "M", "short_message"],
] as const;
/** Names of levels, those first that decide. */
export const NAMES_OF_LEVELS = [...NUMBERS, ...LEVELS];
/** The same in letters alone: for names that are spelled in another way, such as `LEVEL` or `level_name`. */
const LEVEL_LETTERS: ReadonlySet<string> = new Set([
  "level",
  "severity",
  "severitytext",
  "lvl",
  "levelname",
  "loglevel",
  "sev",
]);
const MESSAGE_LETTERS: ReadonlySet<string> = new Set(["msg", "message", "body", "text", "shortmessage"]);
// Where fields of a record may lie one level deeper.
const DEEPER = ["attributes", "Attributes", "jsonPayload", "fields", "labels", "record"] as const;

/** What the names in a record say: when, how grave, what. `null`: it has no message, so it is no line of a log. */
export function namedLine(form: LineForm, record: Fields): TakenLine | null {
  const fields = flattened(record);
  const message = messageOf(fields);
  if (message === null) return null;
  return { form, time: timeOf(fields), severity: severityOf(fields), message: withoutMarker(message), fields };
}

export function withoutMarker(message: string): string {
  return message.replace(LOG_POINT_MARKER, "").trim();
}

/** How grave the names of a record say it is. */
export function severityOf(fields: Fields): Severity | null {
  for (const name of NUMBERS) {
    const severity = fields[name] === undefined ? null : severityOfNumber(fields[name]);
    if (severity !== null) return severity;
  }
  for (const name of LEVELS) {
    const severity = fields[name] === undefined ? null : severityOfLevel(fields[name]);
    if (severity !== null) return severity;
  }
  if (isErrorOfKlog(fields)) return "error";
  for (const name in fields) {
    const severity = LEVEL_LETTERS.has(lettersOf(name)) ? severityOfLevel(fields[name]) : null;
    if (severity !== null) return severity;
  }
  return null;
}

const KLOG_LEAST_MS = 1e12;

/** klog's JSON, in ms, tells an error by what it lacks: the -v of a line that is none. */
function isErrorOfKlog(fields: Fields): boolean {
  return "caller" in fields && !("v" in fields) && ("err" in fields || Number(fields.ts) > KLOG_LEAST_MS);
}

/** When the names of a record say that it was. */
export function timeOf(fields: Fields): ToldTime | null {
  for (const name of TIMES) {
    const value = fields[name];
    const time = value === undefined ? null : readTime(value);
    if (time !== null) return time;
  }
  return null;
}

function messageOf(fields: Fields): string | null {
  for (const name of MESSAGES) {
    const text = fields[name] === undefined ? null : textOf(fields[name]);
    if (text !== null) return text;
  }
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === "string" && MESSAGE_LETTERS.has(lettersOf(name))) return value;
  }
  return null;
}

/** A text, or one that OpenTelemetry's protocol or its exporter to standard output has given its type. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const { stringValue, Value } = (value ?? {}) as { stringValue?: unknown; Value?: unknown };
  const typed = stringValue ?? Value;
  return typeof typed === "string" ? typed : null;
}

const LETTERS_OF = new Map<string, string>();
const MOST_NAMES = 1000;

/** A name without what spellings differ in. */
function lettersOf(name: string): string {
  const known = LETTERS_OF.get(name);
  if (known !== undefined) return known;
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, "");
  if (LETTERS_OF.size < MOST_NAMES) LETTERS_OF.set(name, letters);
  return letters;
}

function flattened(record: Fields): Fields {
  if (!(isRecord(record.log) || DEEPER.some((name) => typeof record[name] === "object"))) return record;
  const deeper = DEEPER.map((name) => record[name]).flatMap((inner) => (Array.isArray(inner) ? pairsOf(inner) : inner));
  const ecs = isRecord(record.log) && "level" in record.log ? [{ "log.level": record.log.level }] : [];
  return Object.assign({}, ...deeper.filter(isRecord), ...ecs, record);
}

/** OpenTelemetry's attributes as a list: `{key, value: {stringValue}}`, and `{Key, Value: {Type, Value}}` on standard output. */
function pairsOf(list: readonly unknown[]): Fields[] {
  return list.filter(isRecord).map(({ key, Key, value, Value }) => {
    const { stringValue, intValue, doubleValue, Value: own } = (value ?? Value ?? {}) as Record<string, unknown>;
    return { [String(key ?? Key)]: stringValue ?? intValue ?? doubleValue ?? own };
  });
}
