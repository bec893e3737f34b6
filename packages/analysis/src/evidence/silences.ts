import type { Loss, StepRecord } from "@wa-routing/protocol";
import { isGateFailure } from "./gate-failures.ts";
import type { TimeSpan } from "./written-within.ts";

const UNTIMED: TimeSpan = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/**
 * When a model server may not have answered its router either: while a gate that hangs by it failed, or its arrivals were broken off;
 * endless where that is not known. A gate that failed may have been unheard since it last did what it was to do, and until it does so
 * again.
 */
export function silences(steps: readonly StepRecord[], losses: readonly Loss[]): TimeSpan[] {
  const worked = steps.filter(({ ok, step }) => ok && (step === "hold" || step === "release"));
  const ofGate = steps.filter(isGateFailure).map(({ startMs, endMs }) => ({
    fromMs: worked.findLast((step) => step.endMs <= startMs)?.endMs ?? UNTIMED.fromMs,
    toMs: worked.find((step) => step.startMs >= endMs)?.endMs ?? UNTIMED.toMs,
  }));
  const ofArrivals = losses.filter(({ witness }) => witness === "arrivals").map(({ during }) => during ?? UNTIMED);
  return [...ofGate, ...ofArrivals];
}
