/** A line as a router means it, before it is written in a form. */
export interface MeantLine {
  readonly level: "debug" | "info" | "error";
  readonly at: string;
  /** The same in ms since 1970. */
  readonly atMs: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

type Write = (line: MeantLine) => string;

const quoted = (value: string | number) =>
  typeof value === "number" || /^[\w.:/-]+$/.test(value) ? `${value}` : JSON.stringify(value);
const pairs = (fields: MeantLine["fields"]) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${quoted(value)}`)
    .join(" ");
const upper = (level: string) => level.toUpperCase();
const OTEL = { debug: 5, info: 9, error: 17 } as const;
const klogTime = (at: string) => `${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 26)}`;

/** The same line in every form and under every set of names that the reader knows. */
export const WRITTEN_FORMS = {
  "zap's JSON": ({ level, at, message, fields }) =>
    JSON.stringify({ level, ts: at, logger: "x", msg: message, ...fields }),
  "llm-d-router's JSON, in seconds": ({ level, atMs, message, fields }) =>
    JSON.stringify({ level, ts: atMs / 1000, msg: message, ...fields }),
  "OpenTelemetry's names": ({ level, at, message, fields }) =>
    JSON.stringify({
      severity_number: OTEL[level],
      severity_text: upper(level),
      timestamp: at,
      body: message,
      ...fields,
    }),
  "OpenTelemetry's attributes, spaced": ({ level, at, message, fields }) =>
    `{ "attributes": ${JSON.stringify(fields)}, "body": ${JSON.stringify(message)}, "severity_number": ${OTEL[level]}, "timestamp": ${JSON.stringify(at)} }`,
  "slog's JSON": ({ level, at, message, fields }) =>
    JSON.stringify({ time: at, level: upper(level), msg: message, ...fields }),
  "GCP's names": ({ level, at, message, fields }) =>
    JSON.stringify({ severity: upper(level), time: at, message, ...fields }),
  "JSON, its message last and spaced": ({ level, at, message, fields }) =>
    JSON.stringify({ ...fields, "@timestamp": at, level, message }, null, 1).replaceAll("\n", ""),
  "pino's numbers": ({ level, atMs, message, fields }) =>
    JSON.stringify({ level: { debug: 20, info: 30, error: 50 }[level], time: atMs, msg: message, ...fields }),
  "zap's console": ({ level, at, message, fields }) =>
    `${at}\t${upper(level)}\tflow\tx.go:1\t${message}\t${JSON.stringify(fields)}`,
  logfmt: ({ level, at, message, fields }) => `ts=${at} level=${level} msg=${JSON.stringify(message)} ${pairs(fields)}`,
  "slog's text": ({ level, at, message, fields }) =>
    `time=${at} level=${upper(level)} msg=${JSON.stringify(message)} ${pairs(fields)}`,
  klog: ({ level, at, message, fields }) =>
    `${level === "error" ? "E" : "I"}${klogTime(at)}       1 flow.go:12] ${JSON.stringify(message)} ${Object.entries(
      fields,
    )
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join(" ")}`,
  "the seed document's pairs, with a level": ({ level, at, message, fields }) =>
    `${at} ${message} level=${level} ${pairs(fields)}`,
  "slog's JSON, its fields in groups": ({ level, at, message, fields: { request_id, ...fields } }) =>
    JSON.stringify({
      ...{ time: at, level: upper(level), msg: message },
      flow: { ...fields, ...(request_id === undefined ? {} : { request: { request_id } }) },
    }),
  "slog's text, its fields in a group": ({ level, at, message, fields }) =>
    `time=${at} level=${upper(level)} msg=${JSON.stringify(message)} ${Object.entries(fields)
      .map(([key, value]) => `flow.${key}=${quoted(value)}`)
      .join(" ")}`,
  "Go's log with pairs": ({ level, at, message, fields }) =>
    `${at.slice(0, 19).replaceAll("-", "/").replace("T", " ")} ${upper(level)}: ${message} ${pairs(fields)}`,
} satisfies Readonly<Record<string, Write>>;

const PREFIXED_AT = "2026-11-25T15:28:20.123456789Z";

/** What runtimes and tools put before a line or around it. */
export const WRAPPED_LINES: Readonly<Record<string, (line: string) => string>> = {
  nothing: (line) => line,
  "kubectl --prefix": (line) => `[pod/epp-7d9f-x2x/epp] ${line}`,
  "kubectl --timestamps": (line) => `${PREFIXED_AT} ${line}`,
  "kubectl --prefix --timestamps": (line) => `[pod/epp-7d9f-x2x/epp] ${PREFIXED_AT} ${line}`,
  CRI: (line) => `${PREFIXED_AT} stderr F ${line}`,
  "CRI, in parts": (line) => {
    const half = Math.floor(line.length / 2);
    return `${PREFIXED_AT} stderr P ${line.slice(0, half)}\n${PREFIXED_AT} stderr F ${line.slice(half)}`;
  },
  "Docker's JSON": (line) => JSON.stringify({ log: `${line}\n`, stream: "stderr", time: PREFIXED_AT }),
  compose: (line) => `epp-1  | ${line}`,
  stern: (line) => `epp-7d9f-x2x epp ${line}`,
  journald: (line) => `Nov 25 15:28:20 node-1 epp[4711]: ${line}`,
  "GitHub Actions": (line) => `2026-11-25T15:28:20.1234567Z ${line}`,
  "fluentd's file": (line) =>
    `${PREFIXED_AT}\tkubernetes.var.log.containers.epp-7d9f-x2x\t${JSON.stringify({ log: `${line}\n`, stream: "stderr" })}`,
  "gh run view --log": (line) => `e2e\tRun tests\t2026-11-25T15:28:20.1234567Z ${line}`,
  "GitHub Actions over compose over CRI": (line) =>
    `2026-11-25T15:28:20.1234567Z epp-1  | ${PREFIXED_AT} stdout F ${line}`,
  "colours and CRLF": (line) => `\u001b[36m${line}\u001b[0m\r`,
};

/** Lines of one error each, as they are really written: by loggers in all spellings, by the runtime, by client-go. */
export const ERROR_LINES: readonly string[] = [
  ...[
    "error",
    "ERROR",
    "Error",
    "fatal",
    "FATAL",
    "dpanic",
    "panic",
    "critical",
    "CRITICAL",
    "emergency",
    "alert",
  ].flatMap((level) => [
    `{"level":"${level}","ts":"2026-11-25T15:28:20.1Z","msg":"extract failed"}`,
    `{ "severity": "${level}", "message": "extract failed" }`,
    `ts=2026-11-25T15:28:20Z level=${level} msg="extract failed"`,
    `2026-11-25T15:28:20.1Z\t${level}\tx.go:1\textract failed`,
  ]),
  '{"severity_number":17,"severity_text":"ERROR","timestamp":"2026-11-25T15:28:20.1Z","body":"extract failed"}',
  '{"severity_number": 21, "body": "extract failed"}',
  '{"level":50,"time":1795620500000,"msg":"extract failed"}',
  '{"time":"2026-11-25T15:28:20Z","level":"ERROR+1","msg":"extract failed"}',
  'E1125 15:28:20.123456       1 reflector.go:158] "Unhandled Error" err="failed to list *v1.Pod" logger="UnhandledError"',
  "F1125 15:28:20.123456       1 main.go:12] extract failed",
  "2026/11/25 15:28:20 http: panic serving 127.0.0.1:1234: runtime error: index out of range",
  "panic: runtime error: invalid memory address or nil pointer dereference",
  "fatal error: concurrent map writes",
  ...[
    "ERROR",
    "ERROR:",
    "[ERROR]",
    "[ERR]",
    "[error]",
    "[ERROR]:",
    "error:",
    "Error:",
    "FATAL",
    "PANIC:",
    "E!",
    "F!",
  ].map((level) => `2026/11/25 15:28:20.123456 ${level} extract failed`),
  "2026/11/25 15:28:20 main.go:12: ERROR\textract failed",
  "2026/11/25 15:28:20 panic: extract failed",
  '{"level":"50","msg":"extract failed"}',
  "WARNING: DATA RACE",
  "[Recovery] 2026/11/25 - 15:28:20 panic recovered:",
];

/** What a router says in plain words that are also names of levels, in each form that has a place for words: none is an error. */
export const WORDS_THAT_ARE_NO_LEVELS: readonly string[] = [
  "panic threshold is 50 percent",
  "error budget left 100%",
  "fatal signals are handled",
  "critical pods first",
  "alert rules loaded",
  "retries on errors (error, timeout) read",
  "kinds of outcome: ok, error, timeout",
];
