import type { Command } from "commander";

/** `wa-routing scenarios`, what its commands belong to. */
export function addScenarios(program: Command): Command {
  return program.command("scenarios").description("the scenarios that come with wa-routing, and your own");
}

/** `wa-routing scenarios list` and its options. */
export function addScenariosList(scenarios: Command): Command {
  return scenarios.command("list").description("lists the catalogue").option("--json", "as JSON");
}

/** `wa-routing scenarios show` and its options. */
export function addScenariosShow(scenarios: Command): Command {
  return scenarios
    .command("show")
    .description("prints one as YAML, to begin your own from")
    .argument("<name>", "its name")
    .option("--json", "as JSON");
}

/** `wa-routing scenarios validate` */
export function addScenariosValidate(scenarios: Command): Command {
  return scenarios
    .command("validate")
    .description("checks scenario files")
    .argument("<files...>", "YAML or JSON; - for standard input");
}
