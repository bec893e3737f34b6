import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters, type Scenario, WaRoutingError } from "@wa-routing/protocol";
import { distance } from "fastest-levenshtein";
import { basicPriority } from "./catalogue/basic-priority.ts";
import { defaultWorkload } from "./catalogue/default-workload.ts";
import { mixedStress } from "./catalogue/mixed-stress.ts";
import { overhead } from "./catalogue/overhead.ts";
import { requestRateFairness } from "./catalogue/request-rate-fairness.ts";
import { sloDeadline } from "./catalogue/slo-deadline.ts";
import { waitTimeBoost } from "./catalogue/wait-time-boost.ts";

/** The scenarios that come with the tool, in the order in which they are run, for a router that computes with these parameters. */
export function catalogueFor(parameters: RouterParameters): readonly Scenario[] {
  return [
    basicPriority,
    waitTimeBoost(parameters),
    requestRateFairness,
    mixedStress,
    defaultWorkload,
    overhead,
    sloDeadline,
  ];
}

/** For a router of which nothing else was declared. */
export const catalogue = catalogueFor(DEFAULT_ROUTER_PARAMETERS);

/**
 * What `all` stands for: the scenarios that claim a success metric, and those that are named after one of these orderings and tell
 * it from others.
 */
export function allScenarios(
  orderings: readonly string[] = [],
  parameters: RouterParameters = DEFAULT_ROUTER_PARAMETERS,
): Scenario[] {
  return catalogueFor(parameters).filter(
    ({ name, expectations }) => expectations.length > 0 || orderings.includes(name),
  );
}

/**
 * A scenario of the catalogue by its name, for a router that computes with these parameters.
 *
 * @throws WaRoutingError `SCENARIO_UNKNOWN`, with the name that may have been meant.
 */
export function findScenario(name: string, parameters: RouterParameters = DEFAULT_ROUTER_PARAMETERS): Scenario {
  const scenarios = parameters === DEFAULT_ROUTER_PARAMETERS ? catalogue : catalogueFor(parameters);
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = catalogue.map((scenario) => scenario.name);
  const nearest = [...names].sort((a, b) => distance(a, name) - distance(b, name))[0] as string;
  const meant = distance(nearest, name) <= nearest.length / 3 ? ` (did you mean ${JSON.stringify(nearest)}?)` : "";
  throw new WaRoutingError(`there is no scenario ${JSON.stringify(name)}${meant}`, {
    code: "SCENARIO_UNKNOWN",
    field: "scenario",
    value: name,
    expected: `all, a file, or one of ${names.join(", ")}`,
    remedy: "`wa-routing scenarios list` shows what there is",
  });
}
