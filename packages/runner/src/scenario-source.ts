import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters, type Scenario } from "@wa-routing/protocol";
import { catalogueFor, findScenario, parseScenarioFile } from "@wa-routing/scenarios";
import { readTextFile } from "./folder/text-file.ts";

const EXPECTED = "a scenario file, or a name of `wa-routing scenarios list`";

/**
 * The scenarios that `--scenario` names: `all`, names with commas between, or a file. Those of the catalogue are for a router that
 * computes with these parameters.
 */
export function readScenarios(which: string, parameters: RouterParameters = DEFAULT_ROUTER_PARAMETERS): Scenario[] {
  if (which === "all") return [...catalogueFor(parameters)];
  return which.split(",").map((part) => readScenario(part.trim(), parameters));
}

/** One scenario: a name of the catalogue, a YAML or JSON file, or `-` for standard input. */
export function readScenario(which: string, parameters?: RouterParameters): Scenario {
  if (which === "-") return parseScenarioFile(readTextFile(0, "standard input", EXPECTED), { fileName: "<stdin>" });
  if (/\.(ya?ml|json)$/i.test(which) || which.includes("/")) {
    return parseScenarioFile(readTextFile(which, which, EXPECTED), { fileName: which });
  }
  return findScenario(which, parameters);
}

/** A scenario with another number of trials, where one was asked for. */
export function withTrials(scenario: Scenario, trials: number | undefined): Scenario {
  if (trials === undefined) return scenario;
  const { sampling } = scenario;
  return {
    ...scenario,
    sampling:
      sampling.sampling === "fixed"
        ? { ...sampling, trialsPerArm: trials }
        : { ...sampling, minTrialsPerArm: Math.min(sampling.minTrialsPerArm, trials), maxTrialsPerArm: trials },
  };
}
