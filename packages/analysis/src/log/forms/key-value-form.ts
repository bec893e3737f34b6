import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { kindsIn } from "../name-kinds.ts";
import { namedLine, severityOf, timeOf, withoutMarker } from "../record-names.ts";
import { firstPair, readPairs } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// A log point that says nothing but its name; anything else without a pair is in another form.
const PLAIN_WORDS = /^\[WA-ROUTING\][\w ./'-]*[.:]?\s*$/i;

/** logfmt, whose message is a value itself, or `message key=value …` as in the seed document's examples; `null`: no pair in it. */
export function keyValueLine(text: string): TakenLine | null {
  const marker = text.indexOf(LOG_POINT_MARKER);
  const { fields, from } = readPairs(text);
  const kinds = kindsIn(fields);
  const named = namedLine("key-value", fields, kinds);
  // A value that is named message, in a line whose message stands before its pairs, is a field like others.
  if (named !== null && from === 0) return named;
  const body = marker < 0 ? text : text.slice(marker);
  const first = marker < 0 ? from : firstPair(body);
  const severity = severityOf(fields, kinds);
  const time = timeOf(fields, kinds);
  // Many a text has an equals sign: without the marker it takes a level or a time to be a line of a log.
  if (marker < 0 && (first < 0 || (severity === null && time === null))) return null;
  if (first < 0 && !PLAIN_WORDS.test(body)) return null;
  const before = withoutMarker(first < 0 ? body : body.slice(0, first));
  const message = before === "" && named !== null ? named.message : before.replace(/^"|["=:]$/g, "");
  return { form: "key-value", time, severity, message: withoutMarker(message), fields };
}
