import { scenarioNameSchema, WaRoutingError } from "@wa-routing/protocol";
import { repositoryOf, writeNewFiles } from "../init/new-files.ts";
import { scenarioText } from "../init/scenario-text.ts";
import { type WorkflowChoice, workflowFiles } from "../init/workflow-files.ts";
import type { InitOptions } from "./init-options.ts";
import { printable, printableJson } from "./printed.ts";

/** `wa-routing init` */
export function initCommand(what: "scenario" | undefined, name: string | undefined, options: InitOptions): void {
  const result = what === "scenario" ? newScenario(name, options) : newWorkflows(options);
  if (options.json === true) process.stdout.write(printableJson(result));
  else process.stdout.write(printable(inWords(result)));
}

/** What was written, and what to do next. */
interface Written {
  readonly written: readonly string[];
  readonly next: readonly string[];
}

function newWorkflows({ environment = "embedded", forks = false }: InitOptions): Written {
  const written = writeNewFiles(repositoryOf("."), workflowFiles({ environment, forks }));
  return { written, next: workflowNext({ environment, forks }) };
}

function newScenario(name: string | undefined, { environment, forks }: InitOptions): Written {
  if (name === undefined || !scenarioNameSchema.safeParse(name).success) {
    throw new WaRoutingError(
      name === undefined ? "the scenario has no name" : `${JSON.stringify(name)} is no name of a scenario`,
      {
        code: name === undefined ? "OPTION_MISSING" : "OPTION_INVALID",
        field: "NAME",
        value: name,
        expected: "lower-case words joined by hyphens, such as two-teams",
      },
    );
  }
  if (environment !== undefined || forks === true) {
    const field = environment === undefined ? "--forks" : "--environment";
    throw new WaRoutingError(`${field} belongs to a workflow, and does nothing for a scenario`, {
      code: "OPTION_INVALID",
      field,
      expected: "wa-routing init scenario NAME, or a workflow",
    });
  }
  const path = `${name}.yaml`;
  const schema = "node_modules/@wa-routing/protocol/schemas/scenario.json";
  const written = writeNewFiles(".", [{ path, text: scenarioText({ name, schema, path }) }]);
  const next = [
    "say in it what you claim, and what would refute it",
    `wa-routing scenarios validate ${path}`,
    `wa-routing run --scenario ${path}`,
  ];
  return { written, next };
}

function workflowNext({ environment, forks }: WorkflowChoice): string[] {
  const gateway =
    environment === "existing"
      ? "write the addresses of your gateway into it, and let a step before it start the gateway, or runs-on name a runner that reaches it"
      : "commit and push it: the next pull request gets a checklist of our simulated gateway";
  const report = "merge both to the default branch: only there a workflow_run begins";
  return [
    gateway,
    ...(forks ? [report] : []),
    "when you know the checklist, test the gateway that you have: docs/options.md",
  ];
}

function inWords({ written, next }: Written): string {
  return [...written.map((path) => `wrote ${path}`), "Next:", ...next.map((what) => `  ${what}`), ""].join("\n");
}
