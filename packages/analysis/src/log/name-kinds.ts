type Fields = Readonly<Record<string, unknown>>;

// zap and the fork: ts, level, msg. slog: time, level, msg. llm-d-router since September 2026, as OpenTelemetry's log data model:
// timestamp, severity_text, severity_number, body. GCP: time or timestamp, severity, message. ECS: @timestamp, log.level, message.
// hclog and Serilog: @timestamp or @t, @level or @l, @message or @m. zap's development names: T, L, M.
export const TIMES = [
  ...[
    "ts",
    "time",
    "timestamp",
    "@timestamp",
    "t",
    "Timestamp",
    "asctime",
    "eventTime",
    "timeUnixNano",
    "Time",
    "@t",
    "T",
  ],
  ...["timeMillis", "__REALTIME_TIMESTAMP"],
] as const;
export const LEVELS = [
  ...["level", "severity_text", "severity", "lvl", "log.level", "SeverityText", "levelname", "loglevel", "Level"],
  ...["@level", "@l", "L"],
] as const;
export const NUMBERS = ["severity_number", "severityNumber", "SeverityNumber", "Severity"] as const;
export const MESSAGES = [
  ...["msg", "body", "message", "Body", "Message", "event", "text", "@message", "@m", "@mt", "M", "short_message"],
] as const;
/** Names of levels, those first that decide. */
export const NAMES_OF_LEVELS = [...NUMBERS, ...LEVELS];
/** The same in letters alone: for names that are spelled in another way, such as `LEVEL` or `level_name`. */
const LEVEL_LETTERS: ReadonlySet<string> = new Set([
  "level",
  "severity",
  "severitytext",
  "lvl",
  "levelname",
  "loglevel",
  "sev",
]);
const MESSAGE_LETTERS: ReadonlySet<string> = new Set(["msg", "message", "body", "text", "shortmessage"]);
// Where fields of a record may lie one level deeper.
export const DEEPER = ["attributes", "Attributes", "jsonPayload", "fields", "labels", "record"] as const;

/** What a field can be by its name, as bits. */
export const KIND = { time: 1, number: 2, level: 4, message: 8, likeLevel: 16, likeMessage: 32, deeper: 64 } as const;

const KINDS = new Map<string, number>();
// A log that invents names must not fill the memory.
const MOST_NAMES = 1000;

/**
 * Which kinds of names are among those of a record. One look for each that it has costs less than one for each that it could have:
 * most records have few of them.
 */
export function kindsIn(fields: Fields): number {
  let kinds = 0;
  for (const name in fields) kinds |= KINDS.get(name) ?? kindsOf(name);
  return kinds;
}

/** Which kinds a name is of. */
export function kindsOf(name: string): number {
  const known = KINDS.get(name);
  if (known !== undefined) return known;
  const isIn = (names: readonly string[], kind: number) => (names.includes(name) ? kind : 0);
  // Without what spellings differ in.
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, "");
  const kinds =
    isIn(TIMES, KIND.time) |
    isIn(NUMBERS, KIND.number) |
    isIn(LEVELS, KIND.level) |
    isIn(MESSAGES, KIND.message) |
    isIn(["log", ...DEEPER], KIND.deeper) |
    (LEVEL_LETTERS.has(letters) ? KIND.likeLevel : 0) |
    (MESSAGE_LETTERS.has(letters) ? KIND.likeMessage : 0);
  if (KINDS.size < MOST_NAMES) KINDS.set(name, kinds);
  return kinds;
}
