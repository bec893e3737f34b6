import { isCrash } from "../crash-words.ts";
import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfLetter, severityOfWord } from "../severity.ts";
import { readPairs } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// @see Go's log package, LstdFlags and Lmicroseconds
const HEADER = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?) (?:\S+\.go:\d+: )?/;
// What is no word of a sentence: in brackets, in capitals, before a colon, or the letter of a level before an exclamation mark.
const LEVEL = /^(?:\[ ?([A-Za-z]+) ?\]:?|([A-Z]{3,}):?|([A-Za-z]+):|([DIWEF])!)[ \t]+/;

/** A line of Go's standard log, or what the runtime writes when it panics; `null` for all else. */
export function goLogLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  const rest = header === null ? text : text.slice(header[0].length);
  const isOfACrash = isCrash(rest);
  if (header === null && !isOfACrash) return null;
  const [head = "", bracketed, capitals, named, letter] = LEVEL.exec(rest) ?? [];
  const severity =
    letter === undefined ? severityOfWord(bracketed ?? capitals ?? named ?? "") : severityOfLetter(letter);
  const { fields, from } = readPairs(rest);
  const message = from < 0 ? rest : rest.slice(0, from);
  return {
    form: "go-log",
    time: header === null ? null : readTime(header[1]),
    severity: isOfACrash ? "fatal" : severity,
    message: withoutMarker(severity === null ? message : message.slice(head.length)),
    fields,
  };
}
