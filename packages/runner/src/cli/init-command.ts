import { scenarioNameSchema, WaRoutingError } from "@wa-routing/protocol";
import { type ConfiguredWorkflow, configuredWorkflow } from "../init/configured-workflow.ts";
import { repositoryOf, writeNewFiles } from "../init/new-files.ts";
import { scenarioText } from "../init/scenario-text.ts";
import { copyInstead, isWorkflowEnvironment, WORKFLOW_NAME, workflowFiles } from "../init/workflow-files.ts";
import { readRunConfig } from "./config-file.ts";
import type { InitOptions } from "./init-options.ts";
import { printable, printableJson } from "./printed.ts";

/** `wa-routing init` */
export async function initCommand(
  what: "scenario" | undefined,
  name: string | undefined,
  options: InitOptions,
): Promise<void> {
  const result = what === "scenario" ? newScenario(name, options) : await newWorkflows(options);
  if (options.json === true) process.stdout.write(printableJson(result));
  else process.stdout.write(printable(inWords(result)));
}

/** What was written, and what to do next. */
interface Written {
  readonly written: readonly string[];
  readonly next: readonly string[];
}

async function newWorkflows({ environment, forks = false, name = WORKFLOW_NAME }: InitOptions): Promise<Written> {
  checkName(name, "--name", "the workflow");
  const config = await readRunConfig(".");
  const found = config === null ? null : configuredWorkflow(config);
  const asked = environment ?? found?.environment ?? "embedded";
  if (!isWorkflowEnvironment(asked)) {
    throw new WaRoutingError(`${found?.file} asks for the environment ${asked}, for which init writes no workflow`, {
      code: "OPTION_INVALID",
      field: "--environment",
      value: asked,
      expected: "embedded or existing",
      remedy: `${copyInstead(asked)}; or give --environment`,
    });
  }
  // A file that is about another gateway has nothing to say here.
  const configured = found?.environment === asked ? found : null;
  const files = workflowFiles({ name, environment: asked, forks, configured });
  const written = writeNewFiles(repositoryOf("."), files, "write it under another name, with --name NAME");
  return { written, next: workflowNext(asked, forks, configured) };
}

function newScenario(name: string | undefined, { environment, forks, name: workflow }: InitOptions): Written {
  checkName(name, "NAME", "the scenario");
  const idle = { "--environment": environment, "--forks": forks, "--name": workflow };
  const [field] = Object.entries(idle).find(([, value]) => value !== undefined) ?? [];
  if (field !== undefined) {
    throw new WaRoutingError(`${field} belongs to a workflow, and does nothing for a scenario`, {
      code: "OPTION_INVALID",
      field,
      expected: "wa-routing init scenario NAME, or a workflow",
    });
  }
  const path = `${name}.yaml`;
  const schema = "node_modules/@wa-routing/protocol/schemas/scenario.json";
  const files = [{ path, text: scenarioText({ name, schema, path }) }];
  const written = writeNewFiles(".", files, "give the scenario another name");
  const next = [
    "say in it what you claim, and what would refute it",
    `wa-routing scenarios validate ${path}`,
    `wa-routing run --scenario ${path}`,
  ];
  return { written, next };
}

function checkName(name: string | undefined, field: string, what: string): asserts name is string {
  if (scenarioNameSchema.safeParse(name).success) return;
  throw new WaRoutingError(
    name === undefined ? `${what} has no name` : `${JSON.stringify(name)} is no name of ${what.replace("the", "a")}`,
    {
      code: name === undefined ? "OPTION_MISSING" : "OPTION_INVALID",
      field,
      value: name,
      expected: "lower-case words joined by hyphens, such as two-teams",
    },
  );
}

function workflowNext(
  environment: "embedded" | "existing",
  forks: boolean,
  configured: ConfiguredWorkflow | null,
): string[] {
  const taken =
    configured === null
      ? []
      : [`it says what ${configured.file} says: the action does not read that file, so change both`];
  const left =
    configured === null || configured.left.length === 0
      ? []
      : [`left out, since the action has no such inputs: ${configured.left.join(", ")}`];
  const addresses = configured === null ? "write the addresses of your gateway into it" : "read its addresses";
  const gateway =
    environment === "existing"
      ? `${addresses}, and let steps before it build the pull request and start or deploy it there: docs/action.md`
      : "commit and push it: the next pull request gets a checklist of our simulated gateway";
  const report = "merge both to the default branch: only there a workflow_run begins";
  const yours = "when you know the checklist, test the gateway that you have: docs/options.md";
  return [...taken, ...left, gateway, ...(forks ? [report] : []), ...(environment === "embedded" ? [yours] : [])];
}

function inWords({ written, next }: Written): string {
  return [...written.map((path) => `wrote ${path}`), "Next:", ...next.map((what) => `  ${what}`), ""].join("\n");
}
