import { readTime } from "../log-time.ts";
import { severityOfWord } from "../severity.ts";
import type { TakenLine } from "./taken-line.ts";

// @see Envoy, --log-format: [%Y-%m-%d %T.%e][%t][%l][%n] [%g:%#] %v
const HEADER = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\]\[\d+\]\[([a-z]+)\]\[([^\]]+)\] (?:\[[^\]]*\] )?/;

/** A line of Envoy's own log; `null` for all else. */
export function envoyLine(text: string): TakenLine | null {
  const header = HEADER.exec(text);
  if (header === null) return null;
  const [whole, time, level, logger] = header as unknown as [string, string, string, string];
  return {
    form: "envoy",
    time: readTime(time),
    severity: severityOfWord(level),
    message: text.slice(whole.length).trim(),
    fields: { logger },
  };
}
