import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { ENVIRONMENT_KINDS } from "../gateway/environment-kind.ts";
import {
  copyInstead,
  isWorkflowEnvironment,
  WORKFLOW_ENVIRONMENTS,
  WORKFLOW_NAME,
  type WorkflowChoice,
  type WorkflowEnvironment,
} from "../init/workflow-files.ts";
import type { JsonOption } from "./output-options.ts";

/** Options of `init`. */
export interface InitOptions extends JsonOption, Partial<Omit<WorkflowChoice, "configured">> {}

/** `wa-routing init` and its options. */
export function addInit(program: Command): Command {
  return program
    .command("init")
    .description("writes a GitHub workflow that judges every pull request, or a scenario to begin from")
    .addArgument(new Argument("[what]", "a scenario in place of a workflow").choices(["scenario"]))
    .argument("[name]", "the scenario's name: lower-case words joined by hyphens")
    .addOption(
      new Option(
        "--environment <kind>",
        "the gateway that the workflow judges; default: that of wa-routing.config.yaml, else embedded",
      )
        .choices(WORKFLOW_ENVIRONMENTS)
        .argParser(workflowEnvironment),
    )
    .option("--name <name>", `of the workflow and its file; default: ${WORKFLOW_NAME}`)
    .option("--forks", "two workflows: pull requests from forks are measured without any right, and then reported")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", "\nNothing is overwritten.");
}

function workflowEnvironment(text: string): WorkflowEnvironment {
  const found = ENVIRONMENT_KINDS.find((kind) => kind === text);
  if (found !== undefined && isWorkflowEnvironment(found)) return found;
  const other = found === undefined ? "" : `; ${copyInstead(found)}`;
  throw new InvalidArgumentError(`Allowed choices are ${WORKFLOW_ENVIRONMENTS.join(", ")}${other}.`);
}
