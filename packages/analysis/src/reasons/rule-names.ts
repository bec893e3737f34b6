import type { RuleName } from "../policy/ordering-rule.ts";
import type { Policy } from "../policy/policy.ts";
import type { QueueDiscipline } from "../policy/queue-discipline.ts";

const RULES: Readonly<Record<RuleName, string>> = {
  "workload-aware": "the workload-aware rule",
  fcfs: "first come, first served",
  lifo: "last come, first served",
  "strict-criticality": "criticality alone",
  "slo-deadline": "the earliest deadline of a first token first",
  edf: "the earliest deadline of waiting first",
};

const DISCIPLINES: Readonly<Record<QueueDiscipline, string>> = {
  "lazy-max-min-heap": "a lazy max-min heap",
  "lazy-binary-heap": "a lazy binary heap",
  sorted: "sorted anew at each dispatch",
};

/** Ordering rules in words, from their names with commas between. */
export function ruleNames(rules: string): string {
  return rules
    .split(",")
    .map((rule) => RULES[rule as RuleName] ?? rule)
    .join(", or ");
}

/** A queue discipline in words. */
export function disciplineName(discipline: Policy["discipline"]): string {
  return discipline === null ? "any" : DISCIPLINES[discipline];
}
