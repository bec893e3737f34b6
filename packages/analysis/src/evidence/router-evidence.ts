import type { Evidence } from "./evidence.ts";

/**
 * What speaks about the router under test: requests that went by another route are left out, with their arrivals. Its log never
 * names them, and what they add to the model servers is none of its doing.
 */
export function routerEvidence(evidence: Evidence): Evidence {
  const others = new Set(evidence.requests.flatMap(({ id, route }) => (route === undefined ? [] : [id])));
  if (others.size === 0) return evidence;
  return {
    ...evidence,
    requests: evidence.requests.filter(({ route }) => route === undefined),
    arrivals: evidence.arrivals?.filter(({ id, requestId }) => !others.has(id ?? requestId ?? "")) ?? null,
  };
}
