/** How much longer a request may take through the router under test, in ms, at {@link OVERHEAD_QUANTILE}. */
export const OVERHEAD_LIMIT_MS = 5;

/** At which quantile of the latencies the overhead is judged, from 0 to 1: the 99th percentile. */
export const OVERHEAD_QUANTILE = 0.99;

/** Confidence of the interval that a verdict about the overhead rests on, from 0 to 1. */
export const OVERHEAD_CONFIDENCE = 0.95;
