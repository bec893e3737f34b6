/** Offset of another clock from the client's, bracketed by causality: what was sent before it was seen, and answered after. */
export interface ClockAlignment {
  /** Add to the other clock's times to get the client's, in ms. */
  readonly offsetMs: number;
  /** The true offset lies within ± this of `offsetMs`. */
  readonly boundMs: number;
  /** Requests that bracket it. */
  readonly pairs: number;
  /** Requests that contradict the others by more than a millisecond: a clock that drifts, or that was set. */
  readonly contradictions: number;
  /** By how much requests contradict each other, in ms; 0 where one offset explains them all. */
  readonly disagreementMs: number;
}

/** Two machines' clocks drift apart by a few ms in a minute; what disagrees by more was set while the run went on. */
export const MOST_DISAGREEMENT_MS = 20;

/**
 * Whether a clock went at one pace all through the run, so that its times can be compared with each other.
 *
 * @param stepMs Of its times as they were written: whole seconds disagree by a second without anybody having set a clock.
 */
export function isSteady(clock: ClockAlignment, stepMs = 0): boolean {
  return clock.disagreementMs <= MOST_DISAGREEMENT_MS + stepMs;
}

/** One request on two clocks: sent and answered on the client's, observed on the other. */
export interface Bracket {
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly observedMs: number;
}

/**
 * Finds the offset of a clock from requests that it saw between their sending and their answer. `null` without any.
 *
 * @param bracketOf Reads a bracket off an item, so that a million of them need not be kept.
 */
export function alignClock<Item>(items: readonly Item[], bracketOf: (item: Item) => Bracket): ClockAlignment | null {
  if (items.length === 0) return null;
  let lowest = Number.NEGATIVE_INFINITY;
  let highest = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const { sentMs, answeredMs, observedMs } = bracketOf(item);
    lowest = Math.max(lowest, sentMs - observedMs);
    highest = Math.min(highest, answeredMs - observedMs);
  }
  const offsetMs = (lowest + highest) / 2;
  const contradicts = (item: Item) => {
    const { sentMs, answeredMs, observedMs } = bracketOf(item);
    return observedMs + offsetMs < sentMs - 1 || observedMs + offsetMs > answeredMs + 1;
  };
  return {
    offsetMs,
    boundMs: Math.abs(highest - lowest) / 2,
    pairs: items.length,
    contradictions: lowest <= highest ? 0 : items.filter(contradicts).length,
    disagreementMs: Math.max(0, lowest - highest),
  };
}
