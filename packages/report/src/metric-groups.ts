import type { Check } from "@wa-routing/protocol";

const TITLES = {
  functional: "Functional Metrics",
  performance: "Performance Metrics",
  observability: "Observability Metrics",
} as const;

/** Checks under the three headings of the success metrics; a heading without one is left out. */
export function metricGroups(
  checks: readonly Check[],
): { readonly title: string; readonly checks: readonly Check[] }[] {
  return Object.entries(TITLES)
    .map(([group, title]) => ({ title, checks: checks.filter(({ id }) => id.startsWith(`${group}.`)) }))
    .filter((group) => group.checks.length > 0);
}
