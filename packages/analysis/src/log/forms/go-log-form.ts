import { isCrash } from "../crash-words.ts";
import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfWord } from "../severity.ts";
import { readPairs } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// @see Go's log package, LstdFlags and Lmicroseconds
const HEADER = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?) (?:\S+\.go:\d+: )?/;
const LEVEL = /^\[?([A-Za-z]+)\]?:? /;

/** A line of Go's standard log, or what the runtime writes when it panics; `null` for all else. */
export function goLogLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  const rest = header === null ? text : text.slice(header[0].length);
  const isOfACrash = isCrash(rest);
  if (header === null && !isOfACrash) return null;
  const level = LEVEL.exec(rest);
  const severity = level === null ? null : severityOfWord(level[1] as string);
  const { fields, from } = readPairs(rest);
  const message = from < 0 ? rest : rest.slice(0, from);
  return {
    form: "go-log",
    time: header === null ? null : readTime(header[1]),
    severity: isOfACrash ? "fatal" : severity,
    message: withoutMarker(severity === null ? message : message.slice(level?.[0].length)),
    fields,
  };
}
