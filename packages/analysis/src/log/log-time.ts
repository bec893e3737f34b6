import { parseRfc3339 } from "./rfc3339.ts";

/** A time as a line tells it. */
export interface ToldTime {
  /** ms since 1970 on the writer's clock. */
  readonly atMs: number;
  /** The step of what was written, in ms: 1000 for whole seconds. */
  readonly stepMs: number;
}

// Between 2001 and 2286, whatever the unit: no two units meet.
const UNITS: readonly (readonly [from: number, unitMs: number])[] = [
  [1e18, 1e-6],
  [1e15, 1e-3],
  [1e12, 1],
  [1e9, 1000],
];

const GO_DATE = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/;
const COMMA_FRACTION = /(:\d\d),(\d)/;
const EPOCH = /^\d{9,}(?:\.\d+)?$/;

/** Reads RFC 3339 in any resolution, Go's `2006/01/02 15:04:05`, or seconds, ms, µs or ns since 1970; null for anything else. */
export function readTime(value: unknown): ToldTime | null {
  if (typeof value === "number") return epochTime(value, String(value));
  if (typeof value !== "string") return null;
  const text = value.trim();
  switch (text[4]) {
    case "-":
      return parseRfc3339(text.includes(",") ? text.replace(COMMA_FRACTION, "$1.$2") : text);
    case "/":
      return parseRfc3339(text.replace(GO_DATE, "$1-$2-$3T$4Z"));
    default:
      return EPOCH.test(text) ? epochTime(Number(text), text) : null;
  }
}

function epochTime(value: number, written: string): ToldTime | null {
  const unitMs = UNITS.find(([from]) => value >= from)?.[1];
  if (unitMs === undefined) return null;
  const digits = written.includes(".") ? written.length - written.indexOf(".") - 1 : 0;
  return { atMs: value * unitMs, stepMs: unitMs / 10 ** digits };
}
