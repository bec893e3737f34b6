import { withoutMarker } from "../record-names.ts";
import { severityOfLetter } from "../severity.ts";
import { readPairs, unquoted } from "./key-value-form.ts";
import type { TakenLine } from "./taken-line.ts";

// @see k8s.io/klog/v2, formatHeader: Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg
const HEADER = /^([DIWEF])(?:\d{4}){1,2} \d\d:\d\d:[\d.]+\s+(?:\d+ )?(\S+:\d+)\] ?/;
const QUOTED = /^"(?:[^"\\]|\\.)*"/;

/** klog's text, as client-go writes it: a letter for the level, a time without year or zone, which is left out; `null` for all else. */
export function klogLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  if (header === null) return null;
  const [whole, letter, caller] = header as unknown as [string, string, string];
  const rest = text.slice(whole.length);
  const quoted = QUOTED.exec(rest)?.[0];
  const pairs = readPairs(quoted === undefined ? rest : rest.slice(quoted.length));
  const message = quoted !== undefined ? unquoted(quoted) : pairs.from < 0 ? rest : rest.slice(0, pairs.from);
  return {
    form: "klog",
    time: null,
    severity: severityOfLetter(letter),
    message: withoutMarker(message),
    fields: { ...pairs.fields, caller },
  };
}
