import type { FlowEvent } from "@wa-routing/protocol";
import { halfLastDigit, measureField, precisionsOf } from "./written-precision.ts";

/** How far logged values of a registry may be from what they should be, by how its logger writes them. */
export interface RegistryRounding {
  /** Of an average wait from the one that its own wait and the average before it give. */
  readonly averageSeconds: number;
  readonly halfRate: (ratePerSecond: number) => number;
}

/** Values that a logger writes in full. */
export const REGISTRY_IN_FULL: RegistryRounding = { averageSeconds: 1e-6, halfRate: () => 0 };

/** How the values of a registry are rounded; null: they are written in full, or too few show it. */
export function registryRounding(events: readonly FlowEvent[]): RegistryRounding | null {
  const waits = events.flatMap((event) =>
    event.event === "wait-recorded"
      ? [event.waitSeconds, event.emaSeconds]
      : event.event === "score-computed" && event.emaSeconds !== null
        ? [event.emaSeconds]
        : [],
  );
  const rates = events.flatMap((event) =>
    "ratePerSecond" in event && event.ratePerSecond !== null ? [event.ratePerSecond] : [],
  );
  const [ofWaits, ofRates] = precisionsOf([measureField(waits), measureField(rates)]) ?? [];
  if (ofWaits === undefined || ofRates === undefined) return null;
  const halfWaitSeconds = waits.reduce((most, wait) => Math.max(most, halfLastDigit(wait, ofWaits)), 0);
  return {
    // Half a digit of the average itself, and as much of what it is made of, whatever the smoothing factor.
    averageSeconds: Math.max(REGISTRY_IN_FULL.averageSeconds, 2 * halfWaitSeconds),
    halfRate: (rate) => halfLastDigit(rate, ofRates),
  };
}
