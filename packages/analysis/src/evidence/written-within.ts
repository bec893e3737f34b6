import { type ClockAlignment, isSteady } from "./clock-alignment.ts";

/** A part of a run, in ms on the client's clock. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether a line of the router's log may have been written in one of these spans; `atMs` is its time by the router's clock. */
export type WrittenWithin = (atMs: number | null, spans: readonly TimeSpan[]) => boolean;

/**
 * Tells that within what is known of the router's clock. Where the line's time is not known, it may have been in any.
 *
 * @param stepMs Of the log's times as they were written.
 */
export function writtenWithin(clock: ClockAlignment | null, stepMs: number): WrittenWithin {
  return (atMs, spans) => {
    if (atMs === null || clock === null || !isSteady(clock, stepMs)) return spans.length > 0;
    const writtenMs = atMs + clock.offsetMs;
    const errorMs = clock.boundMs + stepMs;
    return spans.some(({ fromMs, toMs }) => writtenMs >= fromMs - errorMs && writtenMs <= toMs + errorMs);
  };
}
