import { Argument, type Command, Option } from "commander";
import { WORKFLOW_ENVIRONMENTS, type WorkflowChoice } from "../init/workflow-files.ts";
import type { JsonOption } from "./output-options.ts";

/** Options of `init`. */
export interface InitOptions extends JsonOption, Partial<WorkflowChoice> {}

/** `wa-routing init` and its options. */
export function addInit(program: Command): Command {
  return program
    .command("init")
    .description("writes a GitHub workflow that judges every pull request, or a scenario to begin from")
    .addArgument(new Argument("[what]", "a scenario in place of a workflow").choices(["scenario"]))
    .argument("[name]", "the scenario's name: lower-case words joined by hyphens")
    .addOption(
      new Option("--environment <kind>", "the gateway that the workflow judges; default: embedded").choices([
        ...WORKFLOW_ENVIRONMENTS,
      ]),
    )
    .option("--forks", "two workflows: pull requests from forks are measured without any right, and then reported")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", "\nNothing is overwritten.");
}
