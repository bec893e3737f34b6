import type { DamagedLines } from "./damage-counts.ts";
import type { LineForm } from "./forms/taken-line.ts";
import type { UnknownLines } from "./unknown-lines.ts";

/** How the reading of a log went. */
export interface LogCounts {
  /** Those of tracing spans, which stand between them, left out. */
  readonly lines: number;
  readonly events: number;
  readonly markedLines: number;
  /** Lines that only an endpoint picker writes: all that are an event, but for errors. */
  readonly routerLines: number;
  /** Lines with the marker that could not be understood, lines of more than 1 MiB, and JSON that breaks off with its file. */
  readonly damagedLines: number;
  /** Those with the marker by what is wrong with them: the first few kinds. */
  readonly damage: readonly DamagedLines[];
  /** Lines by how they are written, most frequent first. */
  readonly forms: readonly LinesOfForm[];
  /** Lines that go on with the one before: stack traces, goroutines. */
  readonly continuationLines: number;
  /** Lines in no form that is known. */
  readonly unknownLines: number;
  /** The most frequent shapes of those, one line of each. */
  readonly unknown: readonly UnknownLines[];
  /** The finest step of the times in its events, else in any line, in ms: 1000 for whole seconds; null: no line has a time. */
  readonly timeStepMs: number | null;
}

export interface LinesOfForm {
  readonly form: LineForm;
  readonly lines: number;
}

const SHAPES_TOLD = 3;

/** The counts of several logs as those of one. */
export function sumLogCounts(logs: readonly LogCounts[]): LogCounts {
  const sum = (of: (counts: LogCounts) => number) => logs.reduce((total, counts) => total + of(counts), 0);
  const lines = new Map<LineForm, number>();
  for (const { form, lines: more } of logs.flatMap(({ forms }) => forms))
    lines.set(form, (lines.get(form) ?? 0) + more);
  const steps = logs.flatMap(({ timeStepMs }) => (timeStepMs === null ? [] : [timeStepMs]));
  return {
    lines: sum((counts) => counts.lines),
    events: sum((counts) => counts.events),
    markedLines: sum((counts) => counts.markedLines),
    routerLines: sum((counts) => counts.routerLines),
    damagedLines: sum((counts) => counts.damagedLines),
    damage: logs.flatMap(({ damage }) => damage),
    forms: formsByLines(lines),
    continuationLines: sum((counts) => counts.continuationLines),
    unknownLines: sum((counts) => counts.unknownLines),
    unknown: mostFrequent(logs.flatMap(({ unknown }) => unknown)),
    // Of several logs the coarsest: nothing between them is told more finely.
    timeStepMs: steps.length === 0 ? null : Math.max(...steps),
  };
}

export function formsByLines(lines: ReadonlyMap<LineForm, number>): LinesOfForm[] {
  return [...lines].sort(([, a], [, b]) => b - a).map(([form, count]) => ({ form, lines: count }));
}

export function mostFrequent(unknown: Iterable<UnknownLines>): UnknownLines[] {
  return [...unknown].sort((a, b) => b.lines - a.lines).slice(0, SHAPES_TOLD);
}
