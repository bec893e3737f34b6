import parsePrometheus from "parse-prometheus-text-format";

/** Requests that an engine itself reports, over all its models. 0 where it has no such gauge yet. */
export function engineRequestsOf(page: string): { readonly running: number; readonly waiting: number } {
  const families = parsePrometheus(page);
  const sumOf = (name: string) =>
    (families.find((family) => family.name === name)?.metrics ?? []).reduce((sum, { value }) => sum + Number(value), 0);
  return { running: sumOf("vllm:num_requests_running"), waiting: sumOf("vllm:num_requests_waiting") };
}
