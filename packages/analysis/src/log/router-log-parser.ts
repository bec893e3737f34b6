import { type FlowEvent, LOG_POINT_MARKER } from "@wa-routing/protocol";
import { CandidateLines } from "./candidate-lines.ts";
import { DamageCounts } from "./damage-counts.ts";
import { HeadOfLine } from "./head-of-line.ts";
import { eventOfLine, lostLinesOf } from "./line-event.ts";
import { linesIn, readRecord, type UnwrappedLine, unwrapped } from "./line-prefix.ts";
import { formsByLines, type LogCounts, mostFrequent } from "./log-counts.ts";
import { type LogLine, takeApart } from "./log-line.ts";
import { isErrorSeverity } from "./severity.ts";
import { SpanLines } from "./span-lines.ts";
import { isContinuation, UnknownLineCounts } from "./unknown-lines.ts";
import { UsualLines } from "./usual-lines.ts";

/** Reads a router's log as it comes, in constant memory. */
export interface RouterLogParser {
  /** Takes a piece of the log, cut anywhere. Returns the events of the lines that ended in it. Keeps no hold of the piece. */
  push(chunk: Uint8Array): FlowEvent[];
  /** A file has ended; its last line may lack its end. Another one may follow: lines are counted on. */
  end(): FlowEvent[];
  counts(): LogCounts;
  /** How many lines the router says it has lost itself; beside them lie gaps of its numbers, but not where a log ends. */
  lostLines(): number;
}

/** A line where it stands in the bytes, and as text. */
interface ReadLine {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly line: Uint8Array;
  readonly text: string;
}

// A runtime cuts lines every 16 KiB; more parts than this are no line of a log.
const LONGEST_JOINED = 1 << 20;

/**
 * Creates a reader of one log in UTF-8, which may be in several files. Damage is counted, never fatal.
 *
 * @param source names the router for lines that do not say which one wrote them.
 */
export function createRouterLogParser(source: string | null = null): RouterLogParser {
  let events: FlowEvent[] = [];
  let total = 0;
  let markedLines = 0;
  let routerLines = 0;
  let brokenLines = 0;
  let lostLines = 0;
  let continuationLines = 0;
  // Of lines that are compared with each other, and of any: another writer's may be finer.
  let eventStepMs: number | null = null;
  let anyStepMs: number | null = null;
  const parts = new Map<string, string>();
  let isAfterError = false;
  const head = new HeadOfLine();
  const usual = new UsualLines();
  const spans = new SpanLines();
  const unknown = new UnknownLineCounts();
  const damage = new DamageCounts();
  const utf8 = new TextDecoder();

  const isUsual = (bytes: Uint8Array, start: number, end: number) => parts.size === 0 && usual.has(bytes, start, end);
  const lines = new CandidateLines((bytes, start, end, needle) => {
    if (needle >= 0 && head.isRepeated(bytes, end)) return;
    const withoutReturn = end > start && bytes[end - 1] === 13 ? end - 1 : end;
    const line = bytes.subarray(start, withoutReturn);
    const text = utf8.decode(line);
    const whole = joined(unwrapped(text));
    if (whole === null) return;
    for (const record of linesIn(whole)) take(record, { bytes, start, line, text });
  }, isUsual);
  function take(whole: UnwrappedLine, { bytes, start, line, text }: ReadLine): void {
    const taken = takeApart(whole);
    const marked = whole.text.includes(LOG_POINT_MARKER);
    if (marked) markedLines += 1;
    if (taken === null) {
      if (marked) damage.add({ message: whole.text, lacks: [] }, lines.lines);
      if (!marked && spans.has(whole.text)) usual.forget(bytes, start);
      else if (isAfterError && isContinuation(whole.text)) continuationLines += 1;
      else {
        unknown.add(whole.text);
        usual.forget(bytes, start);
      }
      return;
    }
    usual.count(taken.form);
    if (!isErrorSeverity(taken.severity)) usual.learn(bytes, start, taken, whole);
    anyStepMs = finerStep(anyStepMs, taken);
    const lost = marked ? lostLinesOf(taken) : 0;
    if (lost > 0) {
      lostLines += lost;
      routerLines += 1;
      return;
    }
    const event = eventOfLine(taken, marked, { line: lines.lines, source: taken.source ?? source });
    isAfterError = false;
    if (event === "nothing") return;
    if ("lacks" in event) {
      damage.add(event, lines.lines);
      return;
    }
    isAfterError = event.event === "error";
    if (!isAfterError) {
      routerLines += 1;
      if (event.event !== "started") eventStepMs = finerStep(eventStepMs, taken);
    }
    if (event.event === "head-of-line" && !head.isChanged(event, text, line)) return;
    events.push(event);
  }
  /** A line whose parts have all come; null: it goes on. */
  function joined(line: UnwrappedLine): UnwrappedLine | null {
    if (parts.size === 0 && !line.isPart) return line;
    // Those of another stream, or of another pod, may come in between.
    const of = `${line.source} ${line.stream}`;
    const before = parts.get(of);
    if (before === undefined && !line.isPart) return line;
    const text = (before ?? "") + line.text;
    parts.delete(of);
    if (!line.isPart) return { ...line, ...readRecord(text), text, prefixCharacters: null };
    if (text.length <= LONGEST_JOINED) parts.set(of, text);
    else brokenLines += 1;
    return null;
  }
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
      if (parts.size > 0 || (last !== null && isBrokenJson(utf8.decode(last)))) brokenLines += 1;
      parts.clear();
      isAfterError = false;
      return handOver();
    },
    counts: () => ({
      lines: lines.lines - spans.lines,
      events: total,
      markedLines,
      routerLines,
      damagedLines: damage.lines + brokenLines + lines.oversized,
      damage: damage.kinds(),
      forms: formsByLines(usual.counts()),
      continuationLines,
      unknownLines: unknown.lines,
      unknown: mostFrequent(unknown.shapes()),
      timeStepMs: eventStepMs ?? anyStepMs,
    }),
    lostLines: () => lostLines,
  };
}

/** Whether a last line broke off before it could show the marker. What it would have said is not known. */
function isBrokenJson(last: string): boolean {
  return last.startsWith("{") && !last.trimEnd().endsWith("}") && !last.includes(LOG_POINT_MARKER);
}

function finerStep(stepMs: number | null, { time }: LogLine): number | null {
  return time !== null && (stepMs === null || time.stepMs < stepMs) ? time.stepMs : stepMs;
}
