import type { Policy } from "../policy/replay.ts";

const NAMES: Readonly<Record<Policy, string>> = {
  "workload-aware": "the workload-aware rule",
  fcfs: "first come, first served",
  lifo: "last come, first served",
  "strict-criticality": "criticality alone",
  "workload-aware-resorted": "the workload-aware rule, sorted anew at each dispatch",
};

/** Policies in words, from their names with commas between. */
export function policyNames(policies: string): string {
  return policies
    .split(",")
    .map((policy) => NAMES[policy as Policy] ?? policy)
    .join(", or ");
}
