import type { EnvironmentKind } from "../gateway/environment-kind.ts";
import type { ConfiguredWorkflow } from "./configured-workflow.ts";
import type { NewFile } from "./new-files.ts";

/** The action, as workflows name it. */
export const ACTION = "org/wa-routing@v0";

/** Gateways that a workflow can be written for. */
export const WORKFLOW_ENVIRONMENTS = ["embedded", "existing"] as const;

export type WorkflowEnvironment = (typeof WORKFLOW_ENVIRONMENTS)[number];

/** Whether a workflow can be written for an environment. */
export function isWorkflowEnvironment(environment: EnvironmentKind): environment is WorkflowEnvironment {
  return WORKFLOW_ENVIRONMENTS.some((one) => one === environment);
}

/** What to do for the others: only their repository knows how its endpoint picker is built. */
export function copyInstead(environment: Exclude<EnvironmentKind, WorkflowEnvironment>): string {
  return `for ${environment}, copy examples/workflows/${environment}.yml of the repository: a step of it builds your endpoint picker`;
}

/** Which workflows are wanted. */
export interface WorkflowChoice {
  /** Of the workflow and its file. */
  readonly name: string;
  readonly environment: WorkflowEnvironment;
  /** Two of them, for pull requests from forks: one that measures without any right, and one that posts. */
  readonly forks: boolean;
  /** What takes the place of inputs to be filled in; null: nothing. */
  readonly configured: Pick<ConfiguredWorkflow, "file" | "inputs"> | null;
}

/** How a workflow is called that nobody has named. */
export const WORKFLOW_NAME = "wa-routing";
const FOLDER = ".github/workflows";
const PIN = `# A tag can be moved. To pin it: uses: ${ACTION.replace(/@.*/, "")}@COMMIT # ${ACTION.replace(/.*@/, "")}`;

interface Template {
  readonly runner: string;
  /** What has to stand before the action's step, as comments. */
  readonly before: readonly string[];
  readonly environment: string;
  readonly inputs: readonly string[];
}

const TEMPLATES: Readonly<Record<WorkflowEnvironment, Template>> = {
  embedded: {
    runner: "ubuntu-latest",
    before: [],
    environment: "environment: embedded # our own simulated gateway; replace it by the one that you want to test",
    inputs: [],
  },
  existing: {
    runner: "ubuntu-latest # or, in a private repository, one that reaches the gateway: [self-hosted, linux]",
    before: [
      "# This step judges what it finds. Steps before it check out the pull request, build it, and start or deploy it;",
      "# without them every pull request is judged by what was deployed before.",
    ],
    environment: "environment: existing",
    inputs: [
      "# Where your gateway and its model servers are reached from this runner; 127.0.0.1 is the runner itself.",
      "envoy-url: http://127.0.0.1:8081",
      "model-server-admin-url: http://127.0.0.1:8100",
      "router-metrics-url: http://127.0.0.1:9090/metrics",
      "router-log: /var/log/epp/router.log",
    ],
  },
};

/** The workflows, and where each belongs in a repository. */
export function workflowFiles(choice: WorkflowChoice): NewFile[] {
  const { name, forks } = choice;
  const run = { path: `${FOLDER}/${name}.yml`, text: runWorkflow(choice) };
  return forks ? [run, { path: `${FOLDER}/${name}-report.yml`, text: reportWorkflow(name) }] : [run];
}

function runWorkflow({ name, environment, forks, configured }: WorkflowChoice): string {
  const about = forks
    ? `# Measures every pull request, also one from a fork, without any right; ${name}-report.yml posts what came of it.`
    : "# Measures every pull request, and posts the checklist as a comment.";
  const permissions = forks
    ? ["    permissions: {} # what a fork has written runs here"]
    : ["    permissions:", "      pull-requests: write # to post the checklist"];
  const template = TEMPLATES[environment];
  const inputs =
    configured === null
      ? template.inputs
      : [`# As ${configured.file} says, which the action does not read.`, ...configured.inputs];
  return lines([
    about,
    `name: ${name}`,
    "on: pull_request",
    "permissions: {}",
    "concurrency:",
    `  group: ${name}-\${{ github.ref }}`,
    "  cancel-in-progress: true",
    "jobs:",
    "  routing:",
    `    runs-on: ${template.runner}`,
    "    timeout-minutes: 20",
    ...permissions,
    ...step([template.environment, ...inputs, `comment: ${forks ? "never" : "always"}`], template.before),
  ]);
}

function reportWorkflow(name: string): string {
  return lines([
    `# Posts what ${name}.yml measured. Nothing of the pull request is checked out or run here.`,
    `name: ${name}-report`,
    "on:",
    "  workflow_run: # zizmor: ignore[dangerous-triggers] what was measured is read as data, and nothing of it is run",
    `    workflows: [${name}]`,
    "    types: [completed]",
    "permissions: {}",
    "concurrency:",
    `  group: ${name}-report-\${{ github.event.workflow_run.id }}`,
    "  cancel-in-progress: false",
    "jobs:",
    "  report:",
    "    if: github.event.workflow_run.event == 'pull_request'",
    "    runs-on: ubuntu-latest",
    "    timeout-minutes: 10",
    "    permissions:",
    "      actions: read # to read the evidence of the finished run",
    "      pull-requests: write # to post the checklist",
    ...step(["mode: report", "comment: always"]),
  ]);
}

function step(inputs: readonly string[], before: readonly string[] = []): string[] {
  return [
    "    steps:",
    ...[...before, PIN].map((comment) => `      ${comment}`),
    `      - uses: ${ACTION}`,
    "        with:",
    ...inputs.map((input) => `          ${input}`),
  ];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
