import { type FlowEvent, LOG_POINT_MARKER } from "@wa-routing/protocol";
import { CandidateLines } from "./candidate-lines.ts";
import { eventOfLine } from "./line-event.ts";
import { type Dialect, parseLogLine } from "./log-line.ts";

/** How the reading of a log went. */
export interface LogCounts {
  readonly lines: number;
  readonly events: number;
  readonly markedLines: number;
  /** Lines with the marker that could not be understood, and lines of more than 1 MiB. */
  readonly damagedLines: number;
  readonly missingSeq: number;
  /** Most frequent first. */
  readonly dialects: readonly Dialect[];
}

/** Reads a router's log as it comes, in constant memory. */
export interface RouterLogParser {
  /** Takes a piece of the log, cut anywhere. Returns the events of the lines that ended in it. */
  push(chunk: Uint8Array): FlowEvent[];
  /** The last line may lack its end. */
  end(): FlowEvent[];
  counts(): LogCounts;
}

/** Creates a reader of one router's log. Damage is counted, never fatal. */
export function createRouterLogParser(): RouterLogParser {
  let events: FlowEvent[] = [];
  let total = 0;
  let markedLines = 0;
  let damagedLines = 0;
  let missingSeq = 0;
  let headOfLine: string | null = null;
  const dialects = new Map<Dialect, number>();
  const lastSeq = new Map<string | null, number>();

  const countSeq = ({ seq, source }: FlowEvent) => {
    if (seq === null) return;
    const last = lastSeq.get(source);
    if (last !== undefined && seq > last + 1) missingSeq += seq - last - 1;
    lastSeq.set(source, seq);
  };
  const lines = new CandidateLines((text, line) => {
    const marked = text.includes(LOG_POINT_MARKER);
    if (marked) markedLines += 1;
    const taken = parseLogLine(text);
    const event = taken === null ? (marked ? "damaged" : "nothing") : eventOfLine(taken, marked, line);
    if (event === "damaged") damagedLines += 1;
    if (typeof event === "string" || taken === null) return;
    if (event.event === "head-of-line") {
      // Written once per blocked millisecond: only a change of the head says something.
      if (event.requestId === headOfLine) return;
      headOfLine = event.requestId;
    }
    dialects.set(taken.dialect, (dialects.get(taken.dialect) ?? 0) + 1);
    countSeq(event);
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
      lines.end();
      return handOver();
    },
    counts: () => ({
      lines: lines.lines,
      events: total,
      markedLines,
      damagedLines: damagedLines + lines.oversized,
      missingSeq,
      dialects: [...dialects].sort(([, a], [, b]) => b - a).map(([dialect]) => dialect),
    }),
  };
}
