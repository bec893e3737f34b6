import type { LogLine } from "./log-line.ts";
import { NAMES_OF_LEVELS } from "./name-kinds.ts";

/** Part of a line's own text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

const VALUE_IN_JSON = /\s*:\s*(?:"[^"\\]*"|-?\d+)\s*[,}]/y;
const VALUE_OF_A_PAIR = /(?:"[^"\\]*"|[^\s"]+)(?:\s|$)/y;
const ENVOYS = /\]\[[a-z]+\]\[/g;
const KLOGS = /^[A-Z]\d{4,8} /;

/** Where a line says how grave it is, with what is around that; null: nowhere that it could be known again by its bytes. */
export function levelPlace({ form, severity, fields }: Pick<LogLine, "form" | "severity" | "fields">, text: string) {
  if (severity === null) return null;
  switch (form) {
    case "json":
      return placeOfValue(text, fields, (name) => `"${name}"`, VALUE_IN_JSON);
    case "key-value":
      return placeOfValue(text, fields, (name) => `${name}=`, VALUE_OF_A_PAIR);
    case "console":
      return cellOf(text);
    case "envoy":
      ENVOYS.lastIndex = 0;
      return placeOfMatch(ENVOYS.exec(text));
    case "klog":
      return placeOfMatch(KLOGS.exec(text));
    default:
      // These have no place for it.
      return null;
  }
}

/** The value that decides: of the first of its names. One that stands there twice is not known apart. */
function placeOfValue(
  text: string,
  fields: LogLine["fields"],
  written: (name: string) => string,
  value: RegExp,
): Place | null {
  const name = NAMES_OF_LEVELS.find((one) => fields[one] !== undefined && fields[one] !== null);
  if (name === undefined) return null;
  const key = written(name);
  const from = text.indexOf(key);
  value.lastIndex = from + key.length;
  if (from < 0 || text.indexOf(key, value.lastIndex) >= 0 || !value.test(text)) return null;
  return { from, to: value.lastIndex };
}

function cellOf(text: string): Place {
  const from = text.indexOf("\t");
  return { from, to: text.indexOf("\t", from + 1) + 1 };
}

function placeOfMatch(match: RegExpExecArray | null): Place | null {
  return match === null ? null : { from: match.index, to: match.index + match[0].length };
}
