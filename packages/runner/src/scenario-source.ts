import {
  DEFAULT_ROUTER_PARAMETERS,
  MOST_TRIALS,
  type RouterParameters,
  type Scenario,
  WaRoutingError,
} from "@wa-routing/protocol";
import { allScenarios, findScenario, parseScenarioFile } from "@wa-routing/scenarios";
import { readTextFile } from "./folder/text-file.ts";

const EXPECTED = "a scenario file, or a name of `wa-routing scenarios list`";

/** What scenarios are read for: the orderings of the run, and what its router computes with. */
export interface AskedOf {
  readonly orderings?: readonly string[] | undefined;
  /** Default: the workload-aware fork's constants. */
  readonly parameters?: RouterParameters | undefined;
}

/**
 * The scenarios that `--scenario` names: `all` (of these orderings), names with commas between, or a file. Those of the catalogue are
 * for a router that computes with these parameters.
 */
export function readScenarios(
  which: string,
  { orderings, parameters = DEFAULT_ROUTER_PARAMETERS }: AskedOf = {},
): Scenario[] {
  if (which === "all") return allScenarios(orderings, parameters);
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

/**
 * A scenario with another number of trials, where one was asked for.
 *
 * @throws WaRoutingError `OPTION_INVALID`
 */
export function withTrials(scenario: Scenario, trials: number | undefined): Scenario {
  if (trials === undefined) return scenario;
  if (!Number.isInteger(trials) || trials < 1 || trials > MOST_TRIALS) {
    throw new WaRoutingError(`--trials is ${trials}`, {
      code: "OPTION_INVALID",
      field: "--trials",
      value: trials,
      expected: `a whole number from 1 to ${MOST_TRIALS}`,
      remedy: "leave it out for the scenario's own number",
    });
  }
  const { sampling } = scenario;
  return {
    ...scenario,
    sampling:
      sampling.sampling === "fixed"
        ? { ...sampling, trialsPerArm: trials }
        : { ...sampling, minTrialsPerArm: Math.min(sampling.minTrialsPerArm, trials), maxTrialsPerArm: trials },
  };
}
