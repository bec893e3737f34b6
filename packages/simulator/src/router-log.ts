import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { type LogFormat, lineFormats } from "./log-format.ts";
import type { Clock } from "./workload-registry.ts";

/** Levels of the router's `-v`: its own lines of interest are at 3 to 5, the log points at 2. */
export type Verbosity = 0 | 2 | 3 | 4 | 5;

/** Writes one line of the router's log. Lines above the verbosity are dropped. */
export type WriteLine = (verbosity: Verbosity, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Where the log goes: one line each, without its end. */
export type LogSink = (line: string) => void;

/** What a log is written with. */
export interface RouterLogOptions {
  readonly sink: LogSink;
  readonly format: LogFormat;
  readonly verbosity: number;
  readonly now: Clock;
  /** Wall clock at `now() === 0`, in ms since 1970. */
  readonly epochMs: number;
}

/** A router's log. Log points (messages that begin with the marker) also carry `seq`, counted at the write: a gap is a lost line. */
export function createRouterLog({ sink, format, verbosity, now, epochMs }: RouterLogOptions): WriteLine {
  const formatLine = lineFormats[format];
  let sequence = 0;
  return (v, message, fields = {}) => {
    if (v > verbosity) return;
    const level = v === 0 ? "info" : `Level(-${v})`;
    const told = shortened(fields);
    const marked = message.startsWith(LOG_POINT_MARKER) ? { ...told, seq: sequence++ } : told;
    const line = formatLine({ unixMs: epochMs + now(), level, message, fields: marked });
    if (line !== null) sink(line);
  };
}

// Ids and flow keys are chosen by clients, who could fill a disk with them. The picker in epp/ cuts at the same length.
const MOST_TEXT_LENGTH = 256;

/** Fields as they are logged: a text that is longer loses its end, and tells its length. */
function shortened(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? shortText(value) : value]),
  );
}

function shortText(text: string): string {
  if (text.length <= MOST_TEXT_LENGTH) return text;
  const start = text.slice(0, MOST_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, "");
  return `${start}… (${Buffer.byteLength(text)} bytes)`;
}
