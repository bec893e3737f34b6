import { consoleLine } from "./forms/console-form.ts";
import { envoyLine } from "./forms/envoy-form.ts";
import { goLogLine } from "./forms/go-log-form.ts";
import { keyValueLine } from "./forms/key-value-form.ts";
import { klogLine } from "./forms/klog-form.ts";
import { plainLine } from "./forms/plain-form.ts";
import type { TakenLine } from "./forms/taken-line.ts";
import { type UnwrappedLine, unwrapped } from "./line-prefix.ts";

/** One line of a router's log, taken apart. */
export interface LogLine extends TakenLine {
  /** The pod that wrote it, where a prefix says. */
  readonly source: string | null;
}

// The first that can read a line reads it.
const FORMS = [klogLine, envoyLine, goLogLine, consoleLine, keyValueLine, plainLine] as const;

/** Takes apart what is left of a line without its prefixes; `null`: in no form that is known. */
export function takeApart(line: UnwrappedLine): LogLine | null {
  if (line.named !== null) return logLine(line.named, line);
  for (const form of FORMS) {
    const taken = form(line.text);
    if (taken !== null) return logLine(taken, line);
  }
  return null;
}

// Field by field: for each line of a log, copying what it has takes as long as reading it.
function logLine({ form, time, severity, message, fields }: TakenLine, line: UnwrappedLine): LogLine {
  return { form, time: time ?? line.time, severity, message, fields, source: line.source };
}

/** When a line says that it was written, in ms since 1970; null: it does not. */
export function timeOfLine(line: string): number | null {
  const unwrappedLine = unwrapped(line);
  return (takeApart(unwrappedLine)?.time ?? unwrappedLine.time)?.atMs ?? null;
}
