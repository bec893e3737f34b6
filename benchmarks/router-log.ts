import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";
import { writeMixedLog } from "./router-log-noise.ts";

const MARKER = "WA-ROUTING";
const JQ_BYTES = 50_000_000;
const ROUNDS = 5;
const GROWTH_LINES = [1e4, 1e5, 1e6];

/** What one process of ours found, and took. */
interface Reading {
  readonly found: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/**
 * How fast a mixed router log (one line in ten marked) is read: the marker filter against `grep -c`, lines to events against
 * `jq`, on the same warm file, interleaved. Size: `ROUTER_LOG_BYTES`, default 1 GB.
 */
export const benchmark: Benchmark = {
  name: "router-log",
  run(print) {
    const bytes = Number(process.env.ROUTER_LOG_BYTES ?? 1e9);
    const folder = mkdtempSync(join(tmpdir(), "wa-routing-bench-"));
    try {
      const { bavail, bsize } = statfsSync(folder);
      if (bavail * bsize < 2 * bytes) {
        print(`skipped: ${folder} has less than ${((2 * bytes) / 1e9).toFixed(1)} GB free`);
        return Promise.resolve();
      }
      compare(print, folder, bytes);
      for (const lines of GROWTH_LINES) {
        const file = join(folder, `${lines}.log`);
        writeMixedLog(file, { lines });
        const filter = Array.from({ length: ROUNDS }, () => read("filter", file));
        const events = Array.from({ length: ROUNDS }, () => read("events", file));
        print(`${lines} lines: filter ${describe(filter)}; events ${describe(events)}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    return Promise.resolve();
  },
};

function compare(print: (line: string) => void, folder: string, bytes: number): void {
  const file = join(folder, "router.log");
  const slice = join(folder, "slice.log");
  const { lines, marked } = writeMixedLog(file, { bytes });
  const { bytes: sliceBytes, marked: sliceMarked } = writeMixedLog(slice, { bytes: Math.min(bytes, JQ_BYTES) });
  print(
    `${(bytes / 1e6).toFixed(0)} MB, ${lines} lines, ${marked} marked; ours: tsx in a process of its own, its start left out`,
  );
  const filter: Reading[] = [];
  const events: Reading[] = [];
  const grep: number[] = [];
  const jq: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    filter.push(read("filter", file));
    grep.push(timed("grep", ["-c", MARKER, file], (output) => Number(output) === marked));
    events.push(read("events", file));
    const select = ["-c", `select(.msg | contains("${MARKER}"))`, slice];
    jq.push(timed("jq", select, (output) => output.split("\n").length === sliceMarked + 1));
  }
  const wrong = filter.find(({ found }) => found !== marked);
  if (wrong !== undefined) throw new Error(`the filter found ${wrong.found} lines of ${marked}`);
  const filterMs = median(filter.map(({ ms }) => ms));
  const eventsMs = median(events.map(({ ms }) => ms));
  print(`filter ${describe(filter)}; lines to events ${describe(events)} (medians of ${ROUNDS}, interleaved)`);
  if (Number.isNaN(grep[0])) print("skipped: grep is missing");
  else
    print(`speed / grep -c  ${(median(grep) / filterMs).toFixed(2)}  (goal 0.5; grep ${median(grep).toFixed(0)} ms)`);
  if (Number.isNaN(jq[0])) print("skipped: jq is missing");
  else {
    const jqMs = (median(jq) * bytes) / sliceBytes;
    print(
      `speed / jq       ${(jqMs / eventsMs).toFixed(2)}  (goal 5; jq ${median(jq).toFixed(0)} ms for ${sliceBytes} bytes)`,
    );
  }
  const peakMiB = Math.max(...[...filter, ...events].map((reading) => reading.peakMiB));
  print(`peak ${peakMiB.toFixed(0)} MiB resident, tsx and all  (goal 200 at most)`);
}

function describe(readings: readonly Reading[]): string {
  const [ms, cpuMs] = [median(readings.map((one) => one.ms)), median(readings.map((one) => one.cpuMs))];
  return `${ms.toFixed(1)} ms (${cpuMs.toFixed(1)} ms CPU), ${median(readings.map((one) => one.peakMiB)).toFixed(0)} MiB`;
}

function read(what: "filter" | "events", file: string): Reading {
  const program = fileURLToPath(new URL("./router-log-reader.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, program, what, file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the reader ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Reading;
}

/** ms, or NaN where the tool is missing. */
function timed(tool: string, args: readonly string[], isRight: (output: string) => boolean): number {
  const output = join(args.at(-1) as string, "..", "output");
  const descriptor = openSync(output, "w+");
  const startMs = performance.now();
  const { error, status } = spawnSync(tool, args, { stdio: ["ignore", descriptor, "inherit"] });
  const ms = performance.now() - startMs;
  closeSync(descriptor);
  if (error !== undefined) return Number.NaN;
  const text = readFileSync(output, "utf8");
  if (status !== 0 || !isRight(text)) throw new Error(`${tool} ended with ${status} or found another number of lines`);
  return ms;
}
