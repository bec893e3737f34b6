import { type Scenario, scenarioSchema, WaRoutingError, type WrittenScenario } from "@wa-routing/protocol";
import { scenarioProblems } from "./scenario-rules.ts";
import { schemaProblems } from "./schema-problems.ts";

/**
 * Checks a scenario and puts every default in place.
 *
 * @throws WaRoutingError `SCENARIO_INVALID` with all problems, one a line.
 */
export function defineScenario(written: WrittenScenario): Scenario {
  const { scenario, problems } = readScenario(written);
  if (scenario !== null && problems.length === 0) return scenario;
  const lines = problems.map(({ path, message }) => `${path.join(".") || "scenario"}: ${message}`);
  throw new WaRoutingError(lines.join("\n"), {
    code: "SCENARIO_INVALID",
    value: lines,
    expected: "a scenario as scenario.schema.json describes it",
    remedy: "see `wa-routing scenarios show basic-priority` for one that is right",
  });
}

/** The scenario, unless its fields are wrong, and all that is wrong with it. */
export function readScenario(written: unknown) {
  const parsed = scenarioSchema.safeParse(written, { reportInput: true });
  return parsed.success
    ? { scenario: parsed.data, problems: scenarioProblems(parsed.data) }
    : { scenario: null, problems: schemaProblems(parsed.error, written) };
}
