// What a router's registry keeps of a workload. Source: pkg/epp/datastore/workload_registry.go in the workload-aware fork, where
// neither can be configured.

/**
 * Length of the window over which a workload's requests are counted, in ms. It tumbles: the first request more than this after
 * its start begins a new one. The rate is the count over the window's age, and 0 once the window is older than this.
 */
export const RATE_WINDOW_MS = 60_000;

/**
 * Smoothing factor of a workload's average wait: the share of each new wait in it, from 0 to 1. The first wait is the average.
 */
export const EMA_ALPHA = 0.2;
