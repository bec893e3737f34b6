import type { Command } from "commander";

/** `wa-routing schema` */
export function addSchema(program: Command): Command {
  return program
    .command("schema")
    .description("prints a JSON Schema of a file that wa-routing reads or writes; without a name, lists them")
    .argument("[name]", "scenario, plan, checklist, …");
}
