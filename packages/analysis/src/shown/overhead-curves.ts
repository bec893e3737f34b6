import { isOverheadClaim, type OverheadCurves } from "@wa-routing/protocol";
import type { Examined } from "../analyze.ts";
import { quantileOfSorted } from "../statistics/quantile.ts";

// A step for each per cent, and finer ones where the verdict is read.
const SHARES = [...Array.from({ length: 99 }, (_, index) => index / 100), 0.99, 0.992, 0.994, 0.996, 0.998, 0.999, 1];

/** How long requests took by each route that was compared for the overhead; null where none was asked about. */
export function overheadCurves({ plan, whole, analysis }: Examined): OverheadCurves | null {
  const { overhead, overheadRoutes } = analysis;
  const claim = plan.scenario.expectations.find(isOverheadClaim);
  if (claim === undefined) return null;
  const routes = overheadRoutes.flatMap(({ workload, route, header, role }): OverheadCurves["routes"] => {
    const own = whole.requests.filter((record) => {
      return record.workload === workload && record.trial !== null && !record.primed && record.outcome === "completed";
    });
    if (own.length === 0 || role === "left-out") return [];
    const sorted = Float64Array.from(own, ({ endMs, sendMs }) => endMs - sendMs).sort();
    const latenciesMs = SHARES.map((share) => quantileOfSorted(sorted, share));
    return [{ route, header, role, requests: own.length, latenciesMs }];
  });
  if (routes.length === 0) return null;
  return {
    shares: SHARES,
    routes,
    difference:
      overhead === null
        ? null
        : { valueMs: overhead.difference, lowMs: overhead.low, highMs: overhead.high, confidence: overhead.confidence },
    quantile: claim.quantile,
    limitMs: claim.budgetMs,
  };
}
