import parsePrometheus from "parse-prometheus-text-format";

/** Requests that an engine reports itself, over all its models. */
export interface EngineRequests {
  readonly running: number;
  readonly waiting: number;
}

/** Reads them off an engine's page of metrics: 0 where it has no such gauge yet; null where one is no count (NaN, +Inf, below 0). */
export function engineRequestsOf(page: string): EngineRequests | null {
  const families = parsePrometheus(page);
  const sumOf = (name: string) => {
    const counts = (families.find((family) => family.name === name)?.metrics ?? []).map(({ value }) => Number(value));
    return counts.every((count) => count >= 0) ? counts.reduce((sum, count) => sum + count, 0) : Number.NaN;
  };
  const requests = { running: sumOf("vllm:num_requests_running"), waiting: sumOf("vllm:num_requests_waiting") };
  return Number.isFinite(requests.running + requests.waiting) ? requests : null;
}
