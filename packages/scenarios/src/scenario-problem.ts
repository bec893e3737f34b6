import type { Scenario } from "@wa-routing/protocol";

/** What is wrong with a scenario, and where. */
export interface Problem {
  /** Keys and positions from the top: `["steps", 2, "workloads", 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What one rule finds wrong with a scenario whose fields are all of the right kind. */
export type ScenarioRule = (scenario: Scenario) => Problem[];
