import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import type { LineForm, TakenLine } from "./forms/taken-line.ts";
import { isRecord } from "./json-record.ts";
import { readTime, type ToldTime } from "./log-time.ts";
import { DEEPER, KIND, kindsIn, kindsOf, LEVELS, MESSAGES, NUMBERS, TIMES } from "./name-kinds.ts";
import { saidText } from "./said-text.ts";
import { type Severity, severityOfLevel, severityOfNumber } from "./severity.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the names in a record say: when, how grave, what. `null`: it has no message, so it is no line of a log. */
export function namedLine(form: LineForm, record: Fields, kinds = kindsIn(record)): TakenLine | null {
  const fields = flattened(record, kinds);
  const within = fields === record ? kinds : kindsIn(fields);
  const message = messageOf(fields, within);
  if (message === null) return null;
  const [time, severity] = [timeOf(fields, within), severityOf(fields, within)];
  return { form, time, severity, message: withoutMarker(message), fields };
}

/** A message without the marker, and without what a logger puts before it, such as its own name. */
export function withoutMarker(message: string): string {
  const marker = message.indexOf(LOG_POINT_MARKER);
  return message.slice(marker < 0 ? 0 : marker + LOG_POINT_MARKER.length).trim();
}

/** How grave the names of a record say it is. */
export function severityOf(fields: Fields, kinds: number): Severity | null {
  for (const name of (kinds & KIND.number) === 0 ? [] : NUMBERS) {
    const severity = fields[name] === undefined ? null : severityOfNumber(fields[name]);
    if (severity !== null) return severity;
  }
  for (const name of (kinds & KIND.level) === 0 ? [] : LEVELS) {
    const severity = fields[name] === undefined ? null : severityOfLevel(fields[name]);
    if (severity !== null) return severity;
  }
  if (isErrorOfKlog(fields)) return "error";
  if ((kinds & KIND.likeLevel) === 0) return null;
  for (const name in fields) {
    const severity = (kindsOf(name) & KIND.likeLevel) !== 0 ? severityOfLevel(fields[name]) : null;
    if (severity !== null) return severity;
  }
  return null;
}

const KLOG_LEAST_MS = 1e12;

/** klog's JSON, in ms, tells an error by what it lacks: the -v of a line that is none. */
function isErrorOfKlog(fields: Fields): boolean {
  return "caller" in fields && !("v" in fields) && (saidText(fields.err) !== null || Number(fields.ts) > KLOG_LEAST_MS);
}

/** When the names of a record say that it was. */
export function timeOf(fields: Fields, kinds: number): ToldTime | null {
  if ((kinds & KIND.time) === 0) return null;
  for (const name of TIMES) {
    const value = fields[name];
    const time = value === undefined ? null : readTime(value);
    if (time !== null) return time;
  }
  return null;
}

function messageOf(fields: Fields, kinds: number): string | null {
  for (const name of (kinds & KIND.message) === 0 ? [] : MESSAGES) {
    const text = fields[name] === undefined ? null : textOf(fields[name]);
    if (text !== null) return text;
  }
  if ((kinds & KIND.likeMessage) === 0) return null;
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === "string" && (kindsOf(name) & KIND.likeMessage) !== 0) return value;
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

function flattened(record: Fields, kinds: number): Fields {
  if ((kinds & KIND.deeper) === 0) return record;
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
