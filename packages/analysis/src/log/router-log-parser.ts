import { type FlowEvent, LOG_POINT_MARKER } from "@wa-routing/protocol";
import { CandidateLines, lineStart } from "./candidate-lines.ts";
import { HeadOfLine } from "./head-of-line.ts";
import { type DamagedLine, eventOfLine } from "./line-event.ts";
import { type Dialect, parseLogLine } from "./log-line.ts";

// No other needle begins so.
const MARKER_START = LOG_POINT_MARKER.charCodeAt(0);

const MAX_KINDS_OF_DAMAGE = 8;
const QUOTED_CHARACTERS = 80;

/** Lines with the marker that are damaged in the same way. */
export interface DamagedLines extends DamagedLine {
  readonly lines: number;
  readonly firstLine: number;
}

/** How the reading of a log went. */
export interface LogCounts {
  readonly lines: number;
  readonly events: number;
  readonly markedLines: number;
  /** Lines with the marker that could not be understood, lines of more than 1 MiB, and JSON that breaks off with its file. */
  readonly damagedLines: number;
  /** Those with the marker by what is wrong with them: the first few kinds. */
  readonly damage: readonly DamagedLines[];
  /** Most frequent first. */
  readonly dialects: readonly Dialect[];
}

/** Reads a router's log as it comes, in constant memory. */
export interface RouterLogParser {
  /** Takes a piece of the log, cut anywhere. Returns the events of the lines that ended in it. Keeps no hold of the piece. */
  push(chunk: Uint8Array): FlowEvent[];
  /** A file has ended; its last line may lack its end. Another one may follow: lines are counted on. */
  end(): FlowEvent[];
  counts(): LogCounts;
}

/**
 * Creates a reader of one log, which may be in several files. Damage is counted, never fatal.
 *
 * @param source names the router for lines that do not say which one wrote them.
 */
export function createRouterLogParser(source: string | null = null): RouterLogParser {
  let events: FlowEvent[] = [];
  let total = 0;
  let markedLines = 0;
  let damagedLines = 0;
  const damage = new Map<string, DamagedLines>();
  const dialects = new Map<Dialect, number>();
  const head = new HeadOfLine();
  const utf8 = new TextDecoder();

  const noteDamage = ({ message, lacks }: DamagedLine, line: number) => {
    damagedLines += 1;
    const key = JSON.stringify([message, lacks]);
    const known = damage.get(key) ?? { message, lacks, lines: 0, firstLine: line };
    if (known.lines > 0 || damage.size < MAX_KINDS_OF_DAMAGE) damage.set(key, { ...known, lines: known.lines + 1 });
  };
  const lines = new CandidateLines((bytes, at, end) => {
    if (head.isRepeated(bytes, end)) return;
    const start = lineStart(bytes, at);
    const withoutReturn = bytes[end - 1] === 13 ? end - 1 : end;
    const line = bytes.subarray(start, withoutReturn);
    const text = utf8.decode(line);
    const marked = bytes[at] === MARKER_START || text.includes(LOG_POINT_MARKER);
    if (marked) markedLines += 1;
    const taken = parseLogLine(text);
    if (taken === null) {
      if (marked) noteDamage({ message: text.slice(0, QUOTED_CHARACTERS), lacks: [] }, lines.lineAt(start));
      return;
    }
    const event = eventOfLine(taken, marked, { line: lines.lineAt(start), source: taken.source ?? source });
    if (event === "nothing") return;
    if ("lacks" in event) {
      noteDamage({ message: event.message.slice(0, QUOTED_CHARACTERS), lacks: event.lacks }, lines.lineAt(start));
      return;
    }
    if (event.event === "head-of-line" && !head.isChanged(event, text, line)) return;
    dialects.set(taken.dialect, (dialects.get(taken.dialect) ?? 0) + 1);
    events.push(event);
  });
  const handOver = () => {
    const found = events;
    total += found.length;
    events = [];
    return found;
  };
  return {
    push(chunk) {
      lines.push(chunk);
      return handOver();
    },
    end() {
      const last = lines.end();
      if (last !== null && isBrokenJson(utf8.decode(last))) damagedLines += 1;
      return handOver();
    },
    counts: () => ({
      lines: lines.lines,
      events: total,
      markedLines,
      damagedLines: damagedLines + lines.oversized,
      damage: [...damage.values()],
      dialects: [...dialects].sort(([, a], [, b]) => b - a).map(([dialect]) => dialect),
    }),
  };
}

/** Whether a last line broke off before it could show the marker. What it would have said is not known. */
function isBrokenJson(last: string): boolean {
  return last.startsWith("{") && !last.trimEnd().endsWith("}") && !last.includes(LOG_POINT_MARKER);
}
