import { SUCCESS_METRIC_IDS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { requiredChecks } from "./required-checks.ts";

const HEALTH = [
  "functional.no-errors",
  "performance.overhead",
  "performance.all-complete",
  "performance.no-timeouts",
] as const;
const ORDERS = ["functional.criticality-order", "functional.wait-boost", "functional.rate-penalty"] as const;

test.each([
  ["a gateway of which nothing is known", null, null, SUCCESS_METRIC_IDS],
  ["one that is said to be fcfs, of which no more is known", null, "fcfs", SUCCESS_METRIC_IDS],
  ["our picker", "reference", "workload-aware", SUCCESS_METRIC_IDS],
  ["our picker, by a configuration of somebody's own", "reference", "as in epp/config/fcfs.yaml", SUCCESS_METRIC_IDS],
  [
    "the fork, by a configuration of somebody's own",
    "fork",
    "as in own.yaml",
    [...ORDERS, "functional.default-workload", ...HEALTH],
  ],
  ["a picker of a kind that is not known here", "another", null, SUCCESS_METRIC_IDS],
  ["the fork", "fork", "workload-aware", [...ORDERS, "functional.default-workload", ...HEALTH]],
  ["llm-d-router", "llm-d-router", "fcfs", HEALTH],
  [
    "our picker, asked for the order of arrival",
    "reference",
    "fcfs",
    SUCCESS_METRIC_IDS.filter((id) => !ORDERS.some((order) => order === id) && id !== "observability.dispatch-order"),
  ],
] as const)("of %s", (_, flavour, ordering, required) => {
  expect(requiredChecks({ flavour, ordering }).toSorted()).toEqual([...required].toSorted());
});
