import { z } from "zod";

/** The twelve success metrics of workload-aware routing: checklist ids and titles, in the order in which they are printed. */
export const SUCCESS_METRICS = {
  "functional.criticality-order": "High-criticality requests complete before low-criticality",
  "functional.wait-boost": "Wait time boost observable in priority scores",
  "functional.rate-penalty": "Request rate penalty applied to high-rate workloads",
  "functional.default-workload": "Default workload handles missing headers gracefully",
  "functional.no-errors": "No errors or crashes during testing",
  "performance.overhead": "Latency overhead < 5 ms p99",
  "performance.all-complete": "All requests complete successfully",
  "performance.no-timeouts": "No request timeouts",
  "observability.log-points": "All [WA-ROUTING] log points present",
  "observability.scores-match": "Priority scores match expected formula",
  "observability.dispatch-order": "Dispatch order matches priority order",
  "observability.registry-accurate": "Registry metrics accurate",
} as const;

export type SuccessMetricId = keyof typeof SUCCESS_METRICS;

export const SUCCESS_METRIC_IDS = Object.keys(SUCCESS_METRICS) as SuccessMetricId[];

/** Those that say whether routing is by workload; the others hold of any good router. */
export const ORDER_METRIC_IDS: readonly SuccessMetricId[] = [
  "functional.criticality-order",
  "functional.wait-boost",
  "functional.rate-penalty",
  "observability.dispatch-order",
];

export const successMetricIdSchema = z.enum(SUCCESS_METRIC_IDS);
