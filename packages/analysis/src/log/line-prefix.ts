import type { TakenLine } from "./forms/taken-line.ts";
import { recordOfLine } from "./json-record.ts";
import { isLine, type Layer, OWN_STARTS, recordsOf, TEXT_STARTS, withoutWrapping } from "./line-wrapping.ts";
import { readTime, type ToldTime } from "./log-time.ts";
import { namedLine } from "./record-names.ts";

/** A line without what runtimes and tools put before it or around it. */
export interface UnwrappedLine extends Layer, ReadRecord {
  /** Characters before the text, where it stands in the line as it is; null: it was taken out of a wrapping or of colours. */
  readonly prefixCharacters: number | null;
}

/** The JSON object that a text is, and what its names say; null: it is none, or no line of a log. */
export interface ReadRecord {
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly named: TakenLine | null;
}

interface Prefix {
  readonly name: string;
  /** What its first character can be. */
  readonly first: RegExp;
  /** A text without which the pattern is not tried: it would go through the whole line. */
  readonly needs?: string;
  readonly pattern: RegExp;
  /** Which group of the pattern names the source, the time, and whether it is a part. */
  readonly source?: number;
  readonly time?: number;
  readonly part?: number;
  readonly stream?: number;
}

const RFC3339 = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)`;
// What a line can begin with that is the router's own: the looser prefixes are taken off before nothing else.
const OWN_START = `(?=${OWN_STARTS})`;
// Most lines lack the text without which a form cannot begin there.
const SOMEWHERE = TEXT_STARTS.map(({ needs, start }) => ({ needs, pattern: new RegExp(`[\\s|:>\\])]${start}`) }));
const LONGEST_PREFIX = 200;
const CONSOLE = /^[^\t{]*\t[^\t{]*\t/;

/** Prefixes, strictest first; several may stand on top of each other. */
const LINE_PREFIXES: readonly Prefix[] = [
  { name: "kubectl logs --prefix", first: /\[/, pattern: /^\[pod\/([^/\]]+)\/[^\]]*\] /, source: 1 },
  {
    name: "CRI; journald, short-iso; logcli; kubectl logs --timestamps, docker logs -t, GitHub Actions",
    first: /\d/,
    pattern: new RegExp(
      `^(${RFC3339}) (?:(stdout|stderr) ([FP])(?::\\w+)* ?|\\S+ [^\\s:[\\]{}]+\\[\\d+\\]: |\\{\\w+="[^}]*\\}\\s+|(?=\\S))`,
    ),
    time: 1,
    stream: 2,
    part: 3,
  },
  {
    name: "syslog",
    first: /</,
    pattern: new RegExp(`^<\\d{1,3}>1 (${RFC3339}) (?:\\S+ ){4}(?:-|\\[[^\\]]*\\]) `),
    time: 1,
  },
  { name: "syslog, before journald's", first: /</, pattern: /^<\d{1,3}>(?=[A-Z][a-z]{2} )/ },
  {
    name: "gh run view --log",
    first: /[^\t]/,
    needs: "\t",
    pattern: new RegExp(`^[^\\t]+\\t[^\\t]+\\t(${RFC3339}) `),
    time: 1,
  },
  {
    name: "fluentd and fluent-bit, to a file",
    first: /\d/,
    needs: "\t{",
    pattern: new RegExp(`^(${RFC3339})\\t[\\w*/-]+(?:\\.[\\w*/-]+)+\\t(?=\\{)`),
    time: 1,
  },
  { name: "compose, swarm", first: /[\w.@-]/, pattern: /^([\w.@-]+)\s+\| /, source: 1 },
  {
    name: "journald, short and short-precise; syslog",
    first: /[A-Z]/,
    pattern: /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? (?:\S+ )?[^\s:[\]]+(?:\[\d+\])?: /,
  },
  {
    name: "journald, short-full and with-unit",
    first: /[A-Z]/,
    pattern: /^[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z]{2,5} \S+ [^\s:[\]]+\[\d+\]: /,
  },
  { name: "journald, short-monotonic", first: /\[/, pattern: /^\[ *\d+\.\d+\] \S+ [^\s:[\]]+\[\d+\]: / },
  { name: "journald, short-unix", first: /\d/, pattern: /^(\d{10}\.\d+) \S+ [^\s:[\]]+\[\d+\]: /, time: 1 },
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' codes begin with ESC: colours, and links that end with BEL.
const COLOURS = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
const BYTE_ORDER_MARK = "\uFEFF";
const MOST_LAYERS = 6;

/** Takes prefixes and wrappings off a line, from the outermost on. */
export function unwrapped(line: string): UnwrappedLine {
  // Also within it: a tool that puts something before each line of a file puts it before that of its first.
  let text = line.includes(BYTE_ORDER_MARK) ? line.replaceAll(BYTE_ORDER_MARK, "") : line;
  if (text.includes("\u001b")) text = text.replace(COLOURS, "");
  let source: string | null = null;
  let time: ToldTime | null = null;
  let isPart = false;
  let stream: string | null = null;
  let read = readRecord(text);
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const inner =
      read.record !== null ? withoutWrapping(read.record, read.named) : (withoutPrefix(text) ?? fromWithin(text));
    if (inner === null) break;
    text = inner.text;
    read = readRecord(text);
    source = inner.source ?? source;
    time = inner.time ?? time;
    isPart ||= inner.isPart;
    stream ??= inner.stream;
  }
  return {
    text,
    record: read.record,
    named: read.named,
    source,
    time,
    isPart,
    stream,
    prefixCharacters: text === line ? 0 : line.endsWith(text) ? line.length - text.length : null,
  };
}

/** What a text is if it is JSON. */
export function readRecord(text: string): ReadRecord {
  const record = recordOfLine(text);
  return { record, named: record === null ? null : namedLine("json", record) };
}

/** A line that stands behind words which are in no table. */
function fromWithin(text: string): Layer | null {
  const from = text.indexOf("{");
  const isRecordThere = from > 0 && from < LONGEST_PREFIX && !CONSOLE.test(text) && isRecordFrom(text.trimEnd(), from);
  const at = isRecordThere ? from : textWithin(text.slice(0, LONGEST_PREFIX));
  return at <= 0 ? null : { text: text.slice(at), source: null, time: null, isPart: false, stream: null };
}

/** Fields behind a message have no message and level of their own. */
function isRecordFrom(text: string, from: number): boolean {
  return text.endsWith("}") && isLine(recordOfLine(text.slice(from)));
}

/** Where the first text begins that is known wherever it stands; -1: nowhere. */
function textWithin(text: string): number {
  let first = -1;
  for (const { needs, pattern } of SOMEWHERE) {
    // The pattern begins with the character before it.
    const start = text.includes(needs) ? text.search(pattern) + 1 : 0;
    if (start > 0 && (first < 0 || start < first)) first = start;
  }
  return first;
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
  for (const { needs, pattern, source, time, part, stream } of prefixesOf(text)) {
    if (needs !== undefined && !text.includes(needs)) continue;
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

/** The lines that a line holds: a list of records has several, each without what is put around it. */
export function linesIn(line: UnwrappedLine): readonly UnwrappedLine[] {
  const records = recordsOf(line);
  if (records === null) return [line];
  return records.map((record) => {
    const inner = unwrapped(JSON.stringify(record));
    return { ...inner, source: inner.source ?? line.source, time: inner.time ?? line.time, prefixCharacters: null };
  });
}
