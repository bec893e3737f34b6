import type { Loss, StepRecord } from "@wa-routing/protocol";
import { type ClockAlignment, isSteady } from "./clock-alignment.ts";
import { isGateFailure } from "./gate-failures.ts";

/** When a model server may not have answered its router either: ms on the client's clock, endless where that is not known. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

const UNTIMED: Silence = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/**
 * Times in which a gate that hangs by a model server failed, or in which its arrivals broke off. A gate that failed may have been
 * unheard since it last did what it was to do, and until it does so again.
 */
export function silences(steps: readonly StepRecord[], losses: readonly Loss[]): Silence[] {
  const worked = steps.filter(({ ok, step }) => ok && (step === "hold" || step === "release"));
  const ofGate = steps.filter(isGateFailure).map(({ startMs, endMs }) => ({
    fromMs: worked.findLast((step) => step.endMs <= startMs)?.endMs ?? UNTIMED.fromMs,
    toMs: worked.find((step) => step.startMs >= endMs)?.endMs ?? UNTIMED.toMs,
  }));
  const ofArrivals = losses.filter(({ witness }) => witness === "arrivals").map(({ during }) => during ?? UNTIMED);
  return [...ofGate, ...ofArrivals];
}

/**
 * Tells whether a line of the router's log may have been written in a silence, within what is known of the router's clock: where its
 * time is not known, any may.
 *
 * @param stepMs Of the log's times as they were written.
 */
export function writtenInSilence(
  times: readonly Silence[],
  clock: ClockAlignment | null,
  stepMs: number,
): (atMs: number | null) => boolean {
  return (atMs) => {
    if (atMs === null || clock === null || !isSteady(clock, stepMs)) return times.length > 0;
    const writtenMs = atMs + clock.offsetMs;
    const errorMs = clock.boundMs + stepMs;
    return times.some(({ fromMs, toMs }) => writtenMs >= fromMs - errorMs && writtenMs <= toMs + errorMs);
  };
}
