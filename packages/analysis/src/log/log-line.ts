import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { parseRfc3339 } from "./rfc3339.ts";

/** How a line is written. */
export type Dialect = "zap-json" | "epoch-json" | "console" | "key-value";

/** One line of a router's log, taken apart. */
export interface LogLine {
  readonly dialect: Dialect;
  /** The pod that wrote it, where `kubectl logs --prefix` says. */
  readonly source: string | null;
  /** ms since 1970 on the router's clock. */
  readonly atMs: number | null;
  readonly isError: boolean;
  /** Without the marker. */
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour codes begin with ESC.
const COLOURS = /\u001b\[[0-9;]*m/g;
const POD_PREFIX = /^\[pod\/([^/\]]+)\/[^\]]*\] /;
const TIME_PREFIX = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) (?=\S)/;
// A key begins where a word does: a search from each letter of a long word would take the square of its length.
const KEY_VALUE = /(?<![\w.-])([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|\S+)/g;

/**
 * Takes one line apart: JSON as the workload-aware fork writes it (zap) or as llm-d-router does (epoch seconds), zap's console
 * form (tabs, JSON at the end), or `key=value` pairs; each with or without the prefixes of `kubectl logs --prefix --timestamps`.
 * `null`: none of these, or broken.
 */
export function parseLogLine(line: string): LogLine | null {
  let text = line.includes("\u001b") ? line.replace(COLOURS, "") : line;
  const pod = text.startsWith("[") ? POD_PREFIX.exec(text) : null;
  if (pod !== null) text = text.slice(pod[0].length);
  const source = pod?.[1] ?? null;
  if (text.startsWith("{")) return jsonLine(text, source, null);
  const time = TIME_PREFIX.exec(text);
  const prefixMs = time === null ? null : parseRfc3339(time[1] as string);
  const rest = time === null ? text : text.slice(time[0].length);
  if (rest.startsWith("{")) return jsonLine(rest, source, prefixMs);
  return text.includes("\t") ? consoleLine(text, source, prefixMs) : keyValueLine(rest, source, prefixMs);
}

function jsonLine(text: string, source: string | null, prefixMs: number | null): LogLine | null {
  const fields = parsedObject(text);
  if (fields === null || typeof fields.msg !== "string") return null;
  const { ts } = fields;
  return {
    dialect: typeof ts === "number" ? "epoch-json" : "zap-json",
    source,
    atMs: (typeof ts === "number" ? ts * 1000 : typeof ts === "string" ? parseRfc3339(ts) : null) ?? prefixMs,
    isError: fields.level === "error",
    message: withoutMarker(fields.msg),
    fields,
  };
}

/** `time TAB level TAB [logger TAB] [caller TAB] message [TAB {json}]` */
function consoleLine(text: string, source: string | null, prefixMs: number | null): LogLine | null {
  const cells = text.split("\t");
  const last = cells.at(-1) ?? "";
  const fields = last.startsWith("{") ? parsedObject(last) : {};
  const message = last.startsWith("{") ? cells.at(-2) : last;
  if (fields === null || message === undefined) return null;
  return {
    dialect: "console",
    source,
    atMs: parseRfc3339(cells[0] ?? "") ?? prefixMs,
    isError: /^error$/i.test(cells[1] ?? ""),
    message: withoutMarker(message),
    fields,
  };
}

function keyValueLine(text: string, source: string | null, prefixMs: number | null): LogLine {
  const marker = text.indexOf(LOG_POINT_MARKER);
  const body = marker < 0 ? text : text.slice(marker);
  const fields: Record<string, unknown> = {};
  for (const [, key, value] of body.matchAll(KEY_VALUE)) {
    const written = value as string;
    fields[key as string] = written.startsWith('"') ? unquoted(written) : written;
  }
  const firstPair = body.search(KEY_VALUE);
  return {
    dialect: "key-value",
    source,
    atMs: prefixMs,
    isError: fields.level === "error" || /^(panic:|fatal error:)/.test(body),
    message: withoutMarker(firstPair < 0 ? body : body.slice(0, firstPair)),
    fields,
  };
}

function withoutMarker(message: string): string {
  return message.replace(LOG_POINT_MARKER, "").trim();
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
