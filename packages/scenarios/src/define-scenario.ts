import { type Scenario, scenarioSchema, WaRoutingError, type WrittenScenario } from "@wa-routing/protocol";
import { MOST_TOLD, type Problems, problemLines } from "./scenario-problem.ts";
import { scenarioProblems } from "./scenario-rules.ts";
import { schemaProblems } from "./schema-problems.ts";

/**
 * Checks a scenario and puts every default in place.
 *
 * @throws WaRoutingError `SCENARIO_INVALID` with its problems, one a line; of more than 20 the rest are counted.
 */
export function defineScenario(written: WrittenScenario): Scenario {
  const { scenario, told, others } = readScenario(written);
  if (scenario !== null && told.length === 0) return scenario;
  const lines = told.map(({ path, message }) => `${path.join(".") || "scenario"}: ${message}`);
  throw new WaRoutingError(problemLines(lines, others), {
    code: "SCENARIO_INVALID",
    value: lines,
    expected: "a scenario as scenario.schema.json describes it",
    remedy: "see `wa-routing scenarios show basic-priority` for one that is right",
  });
}

/** The scenario, unless its fields are wrong, and all that is wrong with it. */
export function readScenario(written: unknown): Problems & { readonly scenario: Scenario | null } {
  const parsed = scenarioSchema.safeParse(written, { reportInput: true });
  if (!parsed.success) return { scenario: null, ...schemaProblems(parsed.error, written) };
  const told = scenarioProblems(parsed.data);
  return { scenario: parsed.data, told: told.slice(0, MOST_TOLD), others: Math.max(0, told.length - MOST_TOLD) };
}
