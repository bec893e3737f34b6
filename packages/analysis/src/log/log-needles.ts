import { LOG_POINT_MARKER } from "@wa-routing/protocol";
import { START_NEEDLES } from "./start-words.ts";

// How loggers write levels of errors; those that only abbreviate are found by the lines that are looked at one by one.
const ERROR_WORDS = ["error", "err", "fatal", "panic", "dpanic", "critical", "crit", "alert", "emergency", "severe"];
// Beginnings and ends that make a level's word long enough to be rare: JSON, JSON in JSON, logfmt, consoles, Envoy.
const AROUND = [
  ['"', '"'],
  ['"', "\\"],
  ["level=", ""],
  ["lvl=", ""],
  ["everity=", ""],
  ["\t", "\t"],
  ["m", "\u001b["],
  ["][", "]["],
] as const;
const SHORTEST = 7;

/** Texts of which a line of interest has at least one. Looked for in bytes: most of a router's log is of no interest. */
export const LOG_NEEDLES: readonly string[] = [
  LOG_POINT_MARKER,
  "InferenceObjective found",
  "Item enqueued",
  "Item dispatched",
  "Flow control outcome",
  "enforcing HoL",
  ...START_NEEDLES,
  ...errorLevels(),
  ...numericLevels(),
  // slog's levels between two.
  '"ERROR+',
  // klog's JSON, which has no level.
  '"err":"',
  '"err": "',
  "panic: ",
  "panic serving",
  "Observed a panic",
  "fatal error:",
  // klog's errors within Docker's JSON; others are told by how their line begins.
  '"log":"E',
  '"log":"F',
];

function errorLevels(): string[] {
  const spelled = ERROR_WORDS.flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word[0]?.toUpperCase()}${word.slice(1)}`,
  ]);
  return AROUND.flatMap(([before, after]) =>
    spelled.flatMap((word) => {
      const needle = `${before}${word}${after}`;
      if (needle.length >= SHORTEST) return [needle];
      // Too short to be rare: with what stands before a value.
      return before === '"' ? [`:${needle}`, `: ${needle}`].filter(({ length }) => length >= SHORTEST) : [];
    }),
  );
}

/** OpenTelemetry's severity numbers of errors, and pino's levels. */
function numericLevels(): string[] {
  const numbers = [17, 18, 19, 20, 21, 22, 23, 24].flatMap((number) => [`umber":${number}`, `umber": ${number}`]);
  return [...numbers, ...[50, 60].flatMap((level) => [`level":${level}`, `level": ${level}`])];
}
