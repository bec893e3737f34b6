/** How grave a line is, mildest first. */
const SEVERITIES = ["trace", "debug", "info", "notice", "warning", "error", "fatal"] as const;

export type Severity = (typeof SEVERITIES)[number];

// By the order of the levels, whatever they are called: zap, slog, klog, logfmt, syslog, GCP, Envoy, pino's words.
const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  trace: ["trace", "trc", "trac", "verbose", "finest", "finer"],
  debug: ["debug", "dbg", "debu", "debg", "fine", "config"],
  info: ["info", "inf", "information", "informational", "default", "log"],
  notice: ["notice", "note"],
  warning: ["warning", "warn", "wrn"],
  error: ["error", "err", "eror", "erro", "severe"],
  fatal: [
    ...["fatal", "ftl", "fata", "panic", "pnc", "pani", "dpanic", "critical", "crit", "crt", "alert", "alrt"],
    ...["emergency", "emerg"],
  ],
};

const OF_WORD: ReadonlyMap<string, Severity> = new Map(
  SEVERITIES.flatMap((severity) => WORDS[severity].map((word) => [word, severity] as const)),
);

// zap's name for levels that have none, as logr gives them: Level(-2) is V(2). slog's: ERROR+1, DEBUG-4. OpenTelemetry's: ERROR2,
// SEVERITY_NUMBER_ERROR.
const ZAP_LEVEL = /^level\((-?\d+)\)$/;
const OTEL_PREFIX = /^severity_number_/;
const OFFSET = /[+-]?\d+$/;

/** What a level in words says, in any spelling; null where it is no level. */
export function severityOfWord(word: string): Severity | null {
  const small = word.trim().toLowerCase();
  const zap = ZAP_LEVEL.exec(small);
  if (zap !== null) return severityOfZap(Number(zap[1]));
  return OF_WORD.get(small) ?? OF_WORD.get(small.replace(OTEL_PREFIX, "").replace(OFFSET, "")) ?? null;
}

/** What the value of a field says that is named like a level: a word, klog's letter, or a number of pino's, bunyan's or GCP's. */
export function severityOfLevel(value: unknown): Severity | null {
  if (typeof value === "string") {
    if (NUMBER_IN_QUOTES.test(value)) return severityOfLevel(Number(value));
    return value.length === 1 ? severityOfLetter(value) : severityOfWord(value);
  }
  if (typeof value === "number") return value >= LEAST_OF_GCP ? severityOfGcp(value) : severityOfPino(value);
  // Serilog's, log4j's and loguru's level is a thing with a name.
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? severityOfWord(name) : null;
}

// A single digit may be of any scale.
const NUMBER_IN_QUOTES = /^\d{2,}$/;

const SIX = ["trace", "debug", "info", "warning", "error", "fatal"] as const satisfies readonly Severity[];

/** @see go.uber.org/zap/zapcore, Level: -1 debug, 0 info, 1 warn, 2 error, 3 dpanic, 4 panic, 5 fatal */
function severityOfZap(level: number): Severity {
  if (level < -1) return "trace";
  return (["debug", "info", "warning", "error"] as const)[level + 1] ?? "fatal";
}

/** @see OpenTelemetry, Logs Data Model, SeverityNumber: four numbers to each of trace, debug, info, warn, error, fatal */
export function severityOfNumber(written: unknown): Severity | null {
  const number = Number(written ?? Number.NaN);
  if (number >= 1 && number <= 24) return SIX[Math.floor((number - 1) / 4)] ?? null;
  return typeof written === "string" ? severityOfWord(written) : null;
}

/** Numbers as levels, as pino and bunyan write them: 10 trace … 60 fatal. */
function severityOfPino(level: number): Severity | null {
  return level >= 10 && level <= 60 ? (SIX[Math.floor(level / 10) - 1] ?? null) : null;
}

const LEAST_OF_GCP = 100;

/** @see Google Cloud Logging, LogSeverity: 100 debug, 200 info, 300 notice, 400 warning, 500 error, 600 and more graver */
function severityOfGcp(level: number): Severity {
  return (["debug", "info", "notice", "warning", "error"] as const)[Math.floor(level / 100) - 1] ?? "fatal";
}

/** klog's letter at the start of a line. */
export function severityOfLetter(letter: string): Severity {
  return ({ I: "info", W: "warning", E: "error", F: "fatal" } as const)[letter.toUpperCase()] ?? "debug";
}

/** Whether it is an error or graver. */
export function isErrorSeverity(severity: Severity | null): boolean {
  return severity === "error" || severity === "fatal";
}
