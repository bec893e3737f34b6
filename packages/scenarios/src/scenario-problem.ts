import type { Scenario } from "@wa-routing/protocol";

/** What is wrong with a scenario, and where. */
export interface Problem {
  /** Keys and positions from the top: `["steps", 2, "workloads", 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** How many problems are told; the rest are counted. */
export const MOST_TOLD = 20;

/** All that is wrong with a scenario. */
export interface Problems {
  /** At most {@link MOST_TOLD}. */
  readonly told: readonly Problem[];
  /** How many there are beside those. */
  readonly others: number;
}

/** What was told, a line each, and how many more there are. */
export function problemLines(told: readonly string[], others: number): string {
  return [...told, ...(others > 0 ? [`and ${others} more`] : [])].join("\n");
}

/** What one rule finds wrong with a scenario whose fields are all of the right kind. */
export type ScenarioRule = (scenario: Scenario) => Problem[];
