import { isRecord, parsedObject, recordOfLine } from "./json-record.ts";
import { readTime, type ToldTime } from "./log-time.ts";

/** A line without what runtimes and tools put before it or around it. */
export interface UnwrappedLine {
  readonly text: string;
  /** The JSON object that the text is; null: it is none. */
  readonly record: Readonly<Record<string, unknown>> | null;
  /** The pod that wrote it, where a prefix says. */
  readonly source: string | null;
  /** When the runtime took it in: the line's own time is better. */
  readonly time: ToldTime | null;
  /** Whether the runtime cut the line here: the next of the same stream goes on. */
  readonly isPart: boolean;
  /** Which stream of the runtime it came by: parts of several may stand among each other; null: it does not say. */
  readonly stream: string | null;
  /** Characters before the text, where it stands in the line as it is; null: it was taken out of a wrapping or of colours. */
  readonly prefixCharacters: number | null;
}

interface Prefix {
  readonly name: string;
  /** What its first character can be. */
  readonly first: RegExp;
  readonly pattern: RegExp;
  /** Which group of the pattern names the source, the time, and whether it is a part. */
  readonly source?: number;
  readonly time?: number;
  readonly part?: number;
  readonly stream?: number;
}

const RFC3339 = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)`;
// What a line can begin with that is the router's own: the looser prefixes are taken off before nothing else.
const OWN_START = String.raw`(?=\{|\[WA-|\[?\d{4}[-/]|[DIWEF]\d{4,8} |(?:time|ts|level|msg)=|panic: |fatal error:)`;

/** Prefixes, strictest first; several may stand on top of each other. */
const LINE_PREFIXES: readonly Prefix[] = [
  { name: "kubectl logs --prefix", first: /\[/, pattern: /^\[pod\/([^/\]]+)\/[^\]]*\] /, source: 1 },
  {
    name: "CRI",
    first: /\d/,
    pattern: new RegExp(`^(${RFC3339}) (stdout|stderr) ([FP])(?::\\w+)* ?`),
    time: 1,
    stream: 2,
    part: 3,
  },
  {
    name: "journald, short-iso",
    first: /\d/,
    pattern: new RegExp(`^(${RFC3339}) \\S+ [^\\s:[\\]{}]+\\[\\d+\\]: `),
    time: 1,
  },
  { name: "logcli", first: /\d/, pattern: new RegExp(`^(${RFC3339}) \\{\\w+="[^}]*\\}\\s+`), time: 1 },
  {
    name: "syslog",
    first: /</,
    pattern: new RegExp(`^<\\d{1,3}>1 (${RFC3339}) (?:\\S+ ){4}(?:-|\\[[^\\]]*\\]) `),
    time: 1,
  },
  { name: "syslog, before journald's", first: /</, pattern: /^<\d{1,3}>(?=[A-Z][a-z]{2} )/ },
  {
    name: "kubectl logs --timestamps, docker logs -t, GitHub Actions",
    first: /\d/,
    pattern: new RegExp(`^(${RFC3339}) (?=\\S)`),
    time: 1,
  },
  { name: "gh run view --log", first: /[^\t]/, pattern: new RegExp(`^[^\\t]+\\t[^\\t]+\\t(${RFC3339}) `), time: 1 },
  { name: "compose, swarm", first: /[\w.@-]/, pattern: /^([\w.@-]+)\s+\| /, source: 1 },
  {
    name: "journald, short",
    first: /[A-Z]/,
    pattern: /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) [^\s:[\]]+(?:\[\d+\])?: /,
  },
  {
    name: "stern",
    first: /[a-z0-9]/,
    pattern: new RegExp(
      `^(?:[a-z0-9][a-z0-9-]* )?(?=[^ ]*-)([a-z0-9][a-z0-9.-]*) (?:› )?[a-z0-9][a-z0-9-]* ${OWN_START}`,
    ),
    source: 1,
  },
  {
    name: "kail",
    first: /[a-z0-9-]/,
    pattern: new RegExp(`^[a-z0-9-]+/([a-z0-9.-]+)\\[[a-z0-9-]+\\]: ${OWN_START}`),
    source: 1,
  },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour codes begin with ESC.
const COLOURS = /\u001b\[[0-9;]*m/g;
const MOST_LAYERS = 6;

type Layer = Omit<UnwrappedLine, "prefixCharacters" | "record">;

/** Takes prefixes and wrappings off a line, from the outermost on. */
export function unwrapped(line: string): UnwrappedLine {
  let text = line.startsWith("\uFEFF") ? line.slice(1) : line;
  if (text.includes("\u001b")) text = text.replace(COLOURS, "");
  let source: string | null = null;
  let time: ToldTime | null = null;
  let isPart = false;
  let stream: string | null = null;
  let record = recordOfLine(text);
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const inner = record !== null ? withoutWrapping(record) : withoutPrefix(text);
    if (inner === null) break;
    text = inner.text;
    record = recordOfLine(text);
    source = inner.source ?? source;
    time = inner.time ?? time;
    isPart ||= inner.isPart;
    stream ??= inner.stream;
  }
  return {
    text,
    record,
    source,
    time,
    isPart,
    stream,
    prefixCharacters: text === line ? 0 : line.endsWith(text) ? line.length - text.length : null,
  };
}

// Prefixes by the code of the first character of a line, as they were needed.
const BY_FIRST = new Map<number, readonly Prefix[]>();
const MOST_FIRST = 128;

function prefixesOf(text: string): readonly Prefix[] {
  const code = text.charCodeAt(0);
  const known = BY_FIRST.get(code);
  if (known !== undefined) return known;
  const possible = LINE_PREFIXES.filter(({ first }) => first.test(text.charAt(0)));
  if (code < MOST_FIRST) BY_FIRST.set(code, possible);
  return possible;
}

function withoutPrefix(text: string): Layer | null {
  if (text.startsWith("{")) return null;
  for (const { pattern, source, time, part, stream } of prefixesOf(text)) {
    const found = pattern.exec(text);
    if (found === null) continue;
    return {
      text: text.slice(found[0].length),
      source: source === undefined ? null : (found[source] ?? null),
      time: time === undefined ? null : readTime(found[time]),
      isPart: part !== undefined && found[part] === "P",
      stream: stream === undefined ? null : (found[stream] ?? null),
    };
  }
  return null;
}

const WRAPPINGS = ["log", "textPayload", "message", "MESSAGE"] as const;

/** Docker's JSON files, and collectors that put the line into a field of their own. */
function withoutWrapping(record: Readonly<Record<string, unknown>>): Layer | null {
  if (!WRAPPINGS.some((name) => record[name] !== undefined)) return null;
  const time = readTime(record.time ?? record.timestamp ?? record["@timestamp"]);
  const { kubernetes } = record;
  const pod = isRecord(kubernetes) ? kubernetes.pod_name : undefined;
  const source = typeof pod === "string" ? pod : null;
  const stream = typeof record.stream === "string" ? record.stream : null;
  const layer = { source, time, stream };
  for (const name of WRAPPINGS) {
    const inner = record[name];
    // ECS has only its level there.
    if (isRecord(inner)) {
      if (typeof record.message === "string") continue;
      return { ...layer, text: JSON.stringify(inner), isPart: false };
    }
    if (typeof inner !== "string") continue;
    // A message that is no line of its own is the router's own word.
    if (name.toLowerCase() === "message" && !inner.trimStart().startsWith("{")) continue;
    return { ...layer, text: inner.replace(/\r?\n$/, ""), isPart: name === "log" && isPartOfLine(record, inner) };
  }
  return null;
}

// What Docker's own files hold; a collector that adds to them has taken the line's end off.
const OF_DOCKER: ReadonlySet<string> = new Set(["log", "stream", "time", "attrs"]);

function isPartOfLine(record: Readonly<Record<string, unknown>>, text: string): boolean {
  if (typeof record._p === "string") return record._p === "P";
  return "stream" in record && !text.endsWith("\n") && Object.keys(record).every((name) => OF_DOCKER.has(name));
}

/** The records of a line that is a JSON array of them, each as a line; any other line as it is. */
export function recordsOf(line: UnwrappedLine): readonly UnwrappedLine[] {
  if (!line.text.startsWith("[{")) return [line];
  const records = parsedObject(`{"records":${line.text}}`)?.records;
  if (!Array.isArray(records)) return [line];
  return records.map((record: unknown) => ({
    ...line,
    text: JSON.stringify(record),
    record: isRecord(record) ? record : null,
    prefixCharacters: null,
  }));
}
