import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { readTime } from "../log-time.ts";
import { withoutMarker } from "../record-names.ts";
import { severityOfWord } from "../severity.ts";
import { readPairs } from "./pairs.ts";
import type { TakenLine } from "./taken-line.ts";

// @see Envoy, --log-format: [%Y-%m-%d %T.%e][%t][%l][%n] [%g:%#] %v
const HEADER = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\]\[\d+\]\[([a-z]+)\]\[([^\]]+)\] (?:\[[^\]]*\] )?/;

/** A line of Envoy's own log, or of a router that is a filter in it; `null` for all else. */
export function envoyLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  if (header === null) return null;
  const [whole, time, level, logger] = header as unknown as [string, string, string, string];
  const rest = text.slice(whole.length);
  // Envoy's own words have equals signs, too.
  const { fields, from } = rest.includes(LOG_POINT_MARKER) ? readPairs(rest) : { fields: {}, from: -1 };
  return {
    form: "envoy",
    time: readTime(time),
    severity: severityOfWord(level),
    message: withoutMarker(from < 0 ? rest : rest.slice(0, from)),
    fields: { logger, ...fields },
  };
}
