import { withoutMarker } from "../record-names.ts";
import { severityOfLetter } from "../severity.ts";
import { quotedEnd, readPairs, unquoted } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// @see k8s.io/klog/v2, formatHeader: Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg
const HEADER = /^([DIWEF])(?:\d{4}){1,2} \d\d:\d\d:[\d.]+\s+(?:\d+ )?(\S+:\d+)\] ?/;

/** klog's text, as client-go writes it: a letter for the level, a time without year or zone, which is left out; `null` for all else. */
export function klogLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  if (header === null) return null;
  const [whole, letter, caller] = header as unknown as [string, string, string];
  const quotedTo = quotedEnd(text, whole.length);
  const rest = text.slice(quotedTo < 0 ? whole.length : quotedTo);
  const { fields, from } = readPairs(rest);
  const before = from < 0 ? rest : rest.slice(0, from);
  fields.caller = caller;
  return {
    form: "klog",
    time: null,
    severity: severityOfLetter(letter),
    message: withoutMarker(quotedTo < 0 ? before : unquoted(text.slice(whole.length, quotedTo))),
    fields,
  };
}
