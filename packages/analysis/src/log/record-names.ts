import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import type { LineForm, TakenLine } from "./forms/taken-line.ts";
import { isRecord } from "./json-record.ts";
import { readTime, type ToldTime } from "./log-time.ts";
import { type Severity, severityOfNumber, severityOfPino, severityOfWord } from "./severity.ts";

type Fields = Readonly<Record<string, unknown>>;

// zap and the fork: ts, level, msg. slog: time, level, msg. llm-d-router since September 2026, as OpenTelemetry's log data model:
// timestamp, severity_text, severity_number, body. GCP: time or timestamp, severity, message. ECS: @timestamp, log.level, message.
const TIMES = [
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
] as const;
const LEVELS = [
  "level",
  "severity_text",
  "severity",
  "lvl",
  "log.level",
  "SeverityText",
  "levelname",
  "loglevel",
  "Level",
] as const;
const NUMBERS = ["severity_number", "severityNumber", "SeverityNumber"] as const;
const MESSAGES = ["msg", "body", "message", "Body", "Message", "event", "text"] as const;
// Where fields of a record may lie one level deeper.
const DEEPER = ["attributes", "Attributes", "jsonPayload", "fields", "labels"] as const;

/** What the names in a record say: when, how grave, what. `null`: it has no message, so it is no line of a log. */
export function namedLine(form: LineForm, record: Fields): TakenLine | null {
  const fields = flattened(record);
  const message = firstText(fields, MESSAGES);
  if (message === null) return null;
  return { form, time: timeOf(fields), severity: severityOf(fields), message: withoutMarker(message), fields };
}

export function withoutMarker(message: string): string {
  return message.replace(LOG_POINT_MARKER, "").trim();
}

/** How grave the names of a record say it is. */
export function severityOf(fields: Fields): Severity | null {
  for (const name of NUMBERS) {
    const number = fields[name];
    const severity = number === undefined || number === null ? null : severityOfNumber(Number(number));
    if (severity !== null) return severity;
  }
  for (const name of LEVELS) {
    const level = fields[name];
    const severity =
      typeof level === "string" ? severityOfWord(level) : typeof level === "number" ? severityOfPino(level) : null;
    if (severity !== null) return severity;
  }
  // klog's JSON tells an error by what it lacks: the -v of a line that is none.
  return "err" in fields && "caller" in fields && !("v" in fields) ? "error" : null;
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

function firstText(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string") return value;
    // OpenTelemetry's protocol in JSON gives a body its type.
    const typed = (value as { stringValue?: unknown } | null | undefined)?.stringValue;
    if (typeof typed === "string") return typed;
  }
  return null;
}

function flattened(record: Fields): Fields {
  if (!(isRecord(record.log) || DEEPER.some((name) => isRecord(record[name])))) return record;
  const deeper = DEEPER.map((name) => record[name]).filter(isRecord);
  const ecs = isRecord(record.log) && "level" in record.log ? [{ "log.level": record.log.level }] : [];
  return deeper.length + ecs.length === 0 ? record : Object.assign({}, ...deeper, ...ecs, record);
}
