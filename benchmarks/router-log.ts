import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MeantLine, WRITTEN_FORMS } from "../packages/analysis/src/log/written-forms.test-data.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";
import { type WrittenLog, writeMixedLog } from "./router-log-noise.ts";

const MARKER = "WA-ROUTING";
const LINES = Number(process.env.ROUTER_LOG_LINES ?? 4e6);
const JQ_LINES = Math.min(LINES, 200_000);
const SHORT_LINES = Math.min(LINES, 10_000);
const ROUNDS = 5;
// What grep ends with where no line matches.
const NONE_FOUND = 1;
// Of a line in its longest form, and of three files at once.
const MOST_BYTES = 3 * 400 * LINES;

const json = WRITTEN_FORMS["zap's JSON"];
const FORMS: Readonly<Record<string, (line: MeantLine) => string>> = {
  JSON: json,
  "key=value": WRITTEN_FORMS["the seed document's pairs, with a level"],
  klog: WRITTEN_FORMS.klog,
  "zap console": WRITTEN_FORMS["zap's console"],
  "JSON behind CRI": (line) => `${line.at} stderr F ${json(line)}`,
};

/** What one process of ours found, and took. */
interface Reading {
  readonly found: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/**
 * How fast a mixed router log (one line in ten marked) is read, the same lines in each of five forms: lines to events
 * against `jq` on the lines in JSON; the same reader on a log without marked lines, which it has only to pass over, against `grep -c`
 * on that file; interleaved. Size: `ROUTER_LOG_LINES`, default 4 million.
 */
export const benchmark: Benchmark = {
  name: "router-log",
  run(print) {
    const folder = mkdtempSync(join(tmpdir(), "wa-routing-bench-"));
    try {
      const { bavail, bsize } = statfsSync(folder);
      if (bavail * bsize < MOST_BYTES) {
        print(`skipped: ${folder} has less than ${(MOST_BYTES / 1e9).toFixed(1)} GB free`);
        return Promise.resolve();
      }
      print(`${LINES} lines, one in ten marked; ours: tsx in a process of its own, its start left out`);
      const forJq = join(folder, "slice.log");
      const slice = writeMixedLog(forJq, JQ_LINES, json);
      const events = new Map<string, number>();
      for (const [form, write] of Object.entries(FORMS)) {
        const [file, quiet, short] = [join(folder, "router.log"), join(folder, "quiet.log"), join(folder, "short.log")];
        const log = writeMixedLog(file, LINES, write);
        writeMixedLog(quiet, LINES, write, false);
        writeMixedLog(short, SHORT_LINES, write);
        events.set(
          form,
          compare((line) => print(`${form}: ${line}`), { file, log, quiet, short, forJq, slice }),
        );
      }
      if (new Set(events.values()).size > 1) throw new Error(`not the same events: ${JSON.stringify([...events])}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    return Promise.resolve();
  },
};

interface Files {
  readonly file: string;
  readonly log: WrittenLog;
  readonly quiet: string;
  /** The first lines of it: what its reading needs is what memory begins with. */
  readonly short: string;
  readonly forJq: string;
  readonly slice: WrittenLog;
}

/** Prints the figures of one form; returns how many events are in it. */
function compare(print: (line: string) => void, { file, log, quiet, short, forJq, slice }: Files): number {
  const filter: Reading[] = [];
  const events: Reading[] = [];
  const grep: number[] = [];
  const jq: number[] = [];
  const select = ["-c", `select(.msg | contains("${MARKER}"))`, forJq];
  for (let round = 0; round < ROUNDS; round++) {
    filter.push(read(quiet));
    grep.push(timed("grep", ["-c", MARKER, quiet], (output) => output === "0\n", NONE_FOUND));
    events.push(read(file));
    jq.push(timed("jq", select, (output) => output.split("\n").length === slice.marked + 1));
  }
  const wrong = events.find(({ found }) => found < log.marked);
  if (wrong !== undefined) throw new Error(`${wrong.found} events of ${log.marked} marked lines`);
  const jqMs = (median(jq) * log.lines) / slice.lines;
  print(
    `${(log.bytes / 1e6).toFixed(0)} MB; without marked lines ${describe(filter)}; lines to events ${describe(events)} (medians of ${ROUNDS}, interleaved)`,
  );
  print(
    `without marked lines ${ratio(median(grep), filter)} × grep -c (goal 0.5); events ${ratio(jqMs, events)} × jq on the lines in JSON (goal 5)`,
  );
  const peaks = [read(short), ...events].map(({ peakMiB }) => peakMiB);
  print(
    `peak of lines to events ${peaks[0]?.toFixed(0)} MiB at ${SHORT_LINES} lines, ${Math.max(...peaks).toFixed(0)} MiB at ${log.lines}, tsx and all (goal 200 at most)`,
  );
  return events[0]?.found ?? 0;
}

function ratio(otherMs: number, ours: readonly Reading[]): string {
  return Number.isNaN(otherMs) ? "not compared with" : (otherMs / median(ours.map(({ ms }) => ms))).toFixed(2);
}

function describe(readings: readonly Reading[]): string {
  const [ms, cpuMs] = [median(readings.map((one) => one.ms)), median(readings.map((one) => one.cpuMs))];
  return `${ms.toFixed(1)} ms (${cpuMs.toFixed(1)} ms CPU)`;
}

function read(file: string): Reading {
  const program = fileURLToPath(new URL("./router-log-reader.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, program, file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the reader ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Reading;
}

/** ms, or NaN where the tool is missing. */
function timed(tool: string, args: readonly string[], isRight: (output: string) => boolean, expected = 0): number {
  const output = join(args.at(-1) as string, "..", "output");
  const descriptor = openSync(output, "w+");
  const startMs = performance.now();
  const { error, status } = spawnSync(tool, args, { stdio: ["ignore", descriptor, "inherit"] });
  const ms = performance.now() - startMs;
  closeSync(descriptor);
  if (error !== undefined) return Number.NaN;
  const text = readFileSync(output, "utf8");
  if (status !== expected || !isRight(text))
    throw new Error(`${tool} ended with ${status} or found another number of lines`);
  return ms;
}
