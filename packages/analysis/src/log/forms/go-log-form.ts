import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfWord } from "../severity.ts";
import { readPairs } from "./key-value-form.ts";
import type { TakenLine } from "./taken-line.ts";

// @see Go's log package, LstdFlags and Lmicroseconds
const HEADER = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?) (?:\S+\.go:\d+: )?/;
// Words of the runtime and of net/http that are an error without a level.
const GRAVE = /^(?:http: panic serving|panic:|fatal error:|Observed a panic|runtime error:|SIG[A-Z]{3,}:)/;
const LEVEL = /^\[?([A-Za-z]+)\]?:? /;

/** A line of Go's standard log, or what the runtime writes when it panics; `null` for all else. */
export function goLogLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  const rest = header === null ? text : text.slice(header[0].length);
  const isGrave = GRAVE.test(rest);
  if (header === null && !isGrave) return null;
  const level = LEVEL.exec(rest);
  const severity = level === null ? null : severityOfWord(level[1] as string);
  const { fields, from } = readPairs(rest);
  const message = from < 0 ? rest : rest.slice(0, from);
  return {
    form: "go-log",
    time: header === null ? null : readTime(header[1]),
    severity: isGrave ? "fatal" : severity,
    message: withoutMarker(severity === null ? message : message.slice(level?.[0].length)),
    fields,
  };
}
