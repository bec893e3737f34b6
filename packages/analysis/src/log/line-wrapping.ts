import type { TakenLine } from "./forms/taken-line.ts";
import { isRecord, parsedObject, recordOfLine } from "./json-record.ts";
import { readTime, type ToldTime } from "./log-time.ts";
import { namedLine } from "./record-names.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What is left of a line when one thing that was put before it or around it is taken off. */
export interface Layer {
  readonly text: string;
  /** The pod that wrote it, where the prefix or wrapping says. */
  readonly source: string | null;
  /** When the runtime took it in: the line's own time is better. */
  readonly time: ToldTime | null;
  /** Whether the runtime cut the line here: the next of the same stream goes on. */
  readonly isPart: boolean;
  /** Which stream of the runtime it came by: parts of several may stand among each other; null: it does not say. */
  readonly stream: string | null;
}

/** How lines of routers begin, as part of a pattern. */
export const OWN_STARTS = String.raw`\{|\[WA-|\[?\d{4}[-/]|[DIWEF]\d{4,8} |(?:time|ts|level|msg)=|panic: |fatal error:|WARNING: DATA RACE|\[Recovery\] `;
const OWN_LINE = new RegExp(`^\\s*(?:${OWN_STARTS})`);
/** Forms of text that are known wherever they begin, each with a text that it has: klog, zap's console, logfmt with time and level. */
export const TEXT_STARTS: readonly { readonly needs: string; readonly start: string }[] = [
  { needs: "] ", start: String.raw`[DIWEF](?:\d{4}){1,2} \d\d:\d\d:\d\d\.\d+\s+\d+ \S+:\d+\] ` },
  { needs: "\t", start: String.raw`[-:.+\dTZ]{20,35}\t[A-Za-z]+\t` },
  { needs: " level=", start: String.raw`(?:time|ts)=\S+ level=\w` },
];
const TEXT_LINE = new RegExp(`^(?:${TEXT_STARTS.map(({ start }) => start).join("|")})`);

// Fields that hold the line, whatever it is, and those that may: a message that is no line of its own is the router's own word.
const WHOLE = ["log", "textPayload"] as const;
const PERHAPS = ["message", "MESSAGE"] as const;
const DEEPEST = 4;
const MOST_ELEMENTS = 8;

/** Docker's JSON files, and collectors that put the line into a field of their own. */
export function withoutWrapping(record: Fields, named: TakenLine | null): Layer | null {
  const text = wrappedIn(record, named);
  if (text === null) return null;
  const { kubernetes } = record;
  const pod = record.podName ?? record.PodName ?? (isRecord(kubernetes) ? kubernetes.pod_name : undefined);
  return {
    text: text.replace(/\r?\n$/, ""),
    source: typeof pod === "string" ? pod : null,
    time: readTime(record.time ?? record.timestamp ?? record["@timestamp"]),
    isPart: text === record.log && isPartOfLine(record, text),
    stream: typeof record.stream === "string" ? record.stream : null,
  };
}

function wrappedIn(record: Fields, named: TakenLine | null): string | null {
  for (const name of WHOLE) {
    const inner = record[name];
    if (typeof inner === "string") return inner;
    // ECS has only its level there.
    if (isRecord(inner) && typeof record.message !== "string") return JSON.stringify(inner);
  }
  // A router's own line says what, and how grave it was.
  const isUngraded = named === null || named.severity === null;
  for (const name of PERHAPS) {
    const inner = record[name];
    if (isRecord(inner)) return JSON.stringify(inner);
    const text = Array.isArray(inner) ? textOfBytes(inner) : inner;
    if (typeof text !== "string") continue;
    if (text.trimStart().startsWith("{") || (isUngraded && OWN_LINE.test(text))) return text;
  }
  return isUngraded ? lineWithin(record, 0) : null;
}

/** A line in a field of any name, however deep. */
function lineWithin(value: unknown, depth: number): string | null {
  if (typeof value === "string") {
    return TEXT_LINE.test(value) || (value.startsWith("{") && isLine(recordOfLine(value.trimEnd()))) ? value : null;
  }
  if (depth > DEEPEST || typeof value !== "object" || value === null) return null;
  if (depth > 0 && isRecord(value) && isLine(value)) return JSON.stringify(value);
  for (const inner of Object.values(value).slice(0, MOST_ELEMENTS)) {
    const line = lineWithin(inner, depth + 1);
    if (line !== null) return line;
  }
  return null;
}

/** Whether a record is a line of a log, or holds one: what happened, and how grave it was. */
export function isLine(record: Fields | null): boolean {
  if (record === null) return false;
  const named = namedLine("json", record);
  return (named !== null && named.severity !== null) || WHOLE.some((name) => typeof record[name] === "string");
}

/** journald writes a text with colours in it as its bytes. */
function textOfBytes(values: readonly unknown[]): string | null {
  const isBytes = values.every((value) => typeof value === "number" && value >= 0 && value < 256);
  return isBytes ? new TextDecoder().decode(Uint8Array.from(values as number[])) : null;
}

// What Docker's own files hold; a collector that adds to them has taken the line's end off.
const OF_DOCKER: ReadonlySet<string> = new Set(["log", "stream", "time", "attrs"]);

function isPartOfLine(record: Readonly<Record<string, unknown>>, text: string): boolean {
  if (typeof record._p === "string") return record._p === "P";
  return "stream" in record && !text.endsWith("\n") && Object.keys(record).every((name) => OF_DOCKER.has(name));
}

/** The records of a line that is a JSON array of them, or a batch of OpenTelemetry's protocol; null: it is one line. */
export function recordsOf({
  text,
  record,
}: {
  readonly text: string;
  readonly record: Fields | null;
}): unknown[] | null {
  if (text.startsWith("[{")) {
    const records = parsedObject(`{"records":${text}}`)?.records;
    return Array.isArray(records) ? records : null;
  }
  if (!Array.isArray(record?.resourceLogs)) return null;
  const listsIn = (name: string) => (value: unknown) => {
    const list = isRecord(value) ? value[name] : null;
    return Array.isArray(list) ? list : [];
  };
  return record.resourceLogs.flatMap(listsIn("scopeLogs")).flatMap(listsIn("logRecords"));
}
