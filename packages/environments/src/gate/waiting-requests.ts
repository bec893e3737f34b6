import parsePrometheus from "parse-prometheus-text-format";

/** Waiting requests that a model server itself reports, over all its models. 0 when it has no such gauge yet. */
export function waitingRequestsOf(page: string): number {
  const family = parsePrometheus(page).find(({ name }) => name === "vllm:num_requests_waiting");
  return (family?.metrics ?? []).reduce((sum, { value }) => sum + Number(value), 0);
}
