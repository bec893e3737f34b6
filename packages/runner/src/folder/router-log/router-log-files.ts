import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  createRouterLogParser,
  type LogReading,
  orderBySequence,
  sumLogCounts,
  timeOfLine,
} from "@wa-routing/analysis";
import { type FlowEvent, isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import { inUtf8 } from "./log-encoding.ts";
import { logFileBytes } from "./log-file-bytes.ts";
import { routerLogFiles } from "./router-log-names.ts";

/** What the routers' logs of a run folder say. */
export interface RouterLogs {
  /**
   * Each router's in its own order, several routers merged by their times. `line` counts through the files as they were read:
   * router after router by name, each from its oldest file on.
   */
  readonly events: readonly FlowEvent[];
  /** Whose requests the events are about is not known here. */
  readonly reading: Omit<LogReading, "foreignEvents">;
}

interface OneLog extends Pick<RouterLogs, "events"> {
  readonly counts: Omit<RouterLogs["reading"], "gaps">;
}

// A log that does not say within this when it was written has no times.
const HEAD_BYTES = 1 << 16;

/**
 * Reads every router's log in a folder, in constant memory but for the events. Damage is counted and said, never fatal.
 *
 * @param knownGaps Losses that are known of already; what is found damaged is added.
 * @throws WaRoutingError `ZSTD_UNSUPPORTED`
 */
export async function readRouterLogs(folder: string, knownGaps: readonly string[] = []): Promise<RouterLogs> {
  const damage: string[] = [];
  const logs: OneLog[] = [];
  let lines = 0;
  const found = routerLogFiles(readdirSync(folder));
  if (found.length === 0) damage.push("router.log is missing");
  for (const { router, files } of found) {
    const pieces = (await byFirstTime(folder, files)).map((name) => fileOf(join(folder, name), name));
    const log = await readOneRouter(router, pieces, lines, damage);
    lines += log.counts.lines;
    logs.push(log);
  }
  return combined(logs, knownGaps, damage);
}

/**
 * Reads one log, wherever it is; `-` is standard input.
 *
 * @throws WaRoutingError `FILE_UNREADABLE`; `ZSTD_UNSUPPORTED`
 */
export async function readRouterLogFile(path: string): Promise<RouterLogs> {
  const damage: string[] = [];
  const file = path === "-" ? { name: "standard input", bytes: () => inUtf8(process.stdin) } : fileOf(path, path);
  try {
    return combined([await readOneRouter(null, [file], 0, damage)], [], damage);
  } catch (error) {
    if (isWaRoutingError(error)) throw error;
    throw new WaRoutingError(`${file.name} cannot be read: ${(error as Error).message}`, {
      code: "FILE_UNREADABLE",
      field: path,
      expected: "a router's log, plain or compressed; - for standard input",
      remedy: "give what a command prints as: COMMAND | wa-routing analyze --log -",
      cause: error,
    });
  }
}

/** A file of a log, and how its text is read. */
interface LogFile {
  readonly name: string;
  readonly bytes: (onDamage: (text: string) => void) => AsyncIterable<Uint8Array>;
}

function fileOf(path: string, name: string): LogFile {
  return { name, bytes: (onDamage) => logFileBytes(path, onDamage) };
}

function combined(logs: readonly OneLog[], knownGaps: readonly string[], damage: readonly string[]): RouterLogs {
  const counts = sumLogCounts(logs.map((log) => log.counts));
  const sum = (of: (counts: OneLog["counts"]) => number) => logs.reduce((total, log) => total + of(log.counts), 0);
  return {
    events: mergeByTime(logs.map(({ events }) => events)),
    reading: {
      ...counts,
      // A damaged file lacks a line at least.
      damagedLines: counts.damagedLines + damage.length,
      missingSeq: sum(({ missingSeq }) => missingSeq),
      outOfOrder: sum(({ outOfOrder }) => outOfOrder),
      duplicates: sum(({ duplicates }) => duplicates),
      gaps: [...knownGaps, ...damage],
    },
  };
}

async function readOneRouter(
  router: string | null,
  files: readonly LogFile[],
  linesBefore: number,
  damage: string[],
): Promise<OneLog> {
  const parser = createRouterLogParser(router);
  const found: FlowEvent[] = [];
  const take = (events: readonly FlowEvent[]) => {
    for (const event of events) found.push(linesBefore === 0 ? event : { ...event, line: event.line + linesBefore });
  };
  for (const { name, bytes: bytesOf } of files) {
    let position = 0;
    let noise: number | null = null;
    for await (const bytes of bytesOf((what) => void damage.push(`${name} ${what}`))) {
      const zero: number = noise === null ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(0) : -1;
      if (zero >= 0) noise = position + zero;
      position += bytes.length;
      take(parser.push(bytes));
    }
    take(parser.end());
    if (noise !== null) damage.push(`${name} has bytes that are no text, the first at byte ${noise}`);
  }
  const lost = parser.lostLines();
  if (lost > 0)
    damage.push(`the router${router === null ? "" : ` ${router}`} says that it lost ${lost} lines of its log`);
  const ordered = orderBySequence(found);
  const counts = parser.counts();
  const damaged = counts.damage.map((one) => ({ ...one, firstLine: one.firstLine + linesBefore }));
  return { events: ordered.events, counts: { ...counts, damage: damaged, ...ordered.counts } };
}

/** Oldest first. A file without a time stays behind the one before it. */
async function byFirstTime(folder: string, files: readonly string[]): Promise<readonly string[]> {
  if (files.length < 2) return files;
  const timed: { file: string; ms: number }[] = [];
  for (const file of files) {
    const ms = await firstTimeMs(join(folder, file));
    timed.push({ file, ms: ms ?? timed.at(-1)?.ms ?? Number.NEGATIVE_INFINITY });
  }
  return timed.sort((a, b) => (a.ms < b.ms ? -1 : a.ms > b.ms ? 1 : 0)).map(({ file }) => file);
}

async function firstTimeMs(path: string): Promise<number | null> {
  let head = "";
  for await (const bytes of logFileBytes(path, () => undefined)) {
    head += Buffer.from(bytes).toString("latin1");
    for (const line of head.split("\n")) {
      const ms = timeOfLine(line);
      if (ms !== null) return ms;
    }
    if (head.length > HEAD_BYTES) return null;
  }
  return null;
}

/** Each list keeps its own order: an event counts as no earlier than those before it. */
function mergeByTime(lists: readonly (readonly FlowEvent[])[]): readonly FlowEvent[] {
  if (lists.length < 2) return lists[0] ?? [];
  const timed = lists.flatMap((events) => {
    let latestMs = Number.NEGATIVE_INFINITY;
    return events.map((event) => {
      latestMs = Math.max(latestMs, event.atMs ?? latestMs);
      return { event, latestMs };
    });
  });
  return timed
    .sort((a, b) => (a.latestMs < b.latestMs ? -1 : a.latestMs > b.latestMs ? 1 : 0))
    .map(({ event }) => event);
}
