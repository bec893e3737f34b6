export { arrivalTimesMs } from "./arrival-times.ts";
export { allScenarios, catalogue, catalogueFor, findScenario } from "./catalogue.ts";
export { checkVisible } from "./claim-visibility.ts";
export { defineScenario } from "./define-scenario.ts";
export type { FileProblem } from "./parse-scenario-file.ts";
export { parseScenarioFile } from "./parse-scenario-file.ts";
export type { PlanOptions, RenewedPlan } from "./plan-scenario.ts";
export { planScenario, renewPlan } from "./plan-scenario.ts";
export { checkReachable } from "./reachable-claims.ts";
