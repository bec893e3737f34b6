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
    const marked = message.startsWith(LOG_POINT_MARKER) ? { ...fields, seq: sequence++ } : fields;
    const line = formatLine({ unixMs: epochMs + now(), level, message, fields: marked });
    if (line !== null) sink(line);
  };
}
