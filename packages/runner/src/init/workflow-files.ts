import type { NewFile } from "./new-files.ts";

/** The action, as workflows name it. */
export const ACTION = "wa-routing/wa-routing@v1";

/** Gateways that a workflow can be written for. */
export const WORKFLOW_ENVIRONMENTS = ["embedded", "existing"] as const;

export type WorkflowEnvironment = (typeof WORKFLOW_ENVIRONMENTS)[number];

/** Which workflows are wanted. */
export interface WorkflowChoice {
  readonly environment: WorkflowEnvironment;
  /** Two of them, for pull requests from forks: one that measures without any right, and one that posts. */
  readonly forks: boolean;
}

const NAME = "wa-routing";
const FOLDER = ".github/workflows";
const PIN = `# A tag can be moved. To pin it: uses: ${ACTION.replace(/@.*/, "")}@COMMIT # v1`;

const STEPS: Readonly<Record<WorkflowEnvironment, readonly string[]>> = {
  embedded: ["environment: embedded # our own simulated gateway; replace it by the one that you want to test"],
  existing: [
    "environment: existing",
    "# Where your gateway and its model servers are reached from this runner.",
    "envoy-url: http://127.0.0.1:8081",
    "model-server-admin-url: http://127.0.0.1:8100",
    "router-metrics-url: http://127.0.0.1:9090/metrics",
    "router-log: /var/log/epp/router.log",
  ],
};
const RUNNERS: Readonly<Record<WorkflowEnvironment, string>> = {
  embedded: "ubuntu-latest",
  existing: "ubuntu-latest # or one that reaches the gateway: [self-hosted, linux]",
};

/** The workflows, and where each belongs in a repository. */
export function workflowFiles({ environment, forks }: WorkflowChoice): NewFile[] {
  const run = { path: `${FOLDER}/${NAME}.yml`, text: runWorkflow(environment, forks) };
  return forks ? [run, { path: `${FOLDER}/${NAME}-report.yml`, text: REPORT_WORKFLOW }] : [run];
}

function runWorkflow(environment: WorkflowEnvironment, forks: boolean): string {
  const about = forks
    ? `# Measures every pull request, also one from a fork, without any right; ${NAME}-report.yml posts what came of it.`
    : "# Measures every pull request, and posts the checklist as a comment.";
  const permissions = forks
    ? ["    permissions: {} # what a fork has written runs here"]
    : ["    permissions:", "      pull-requests: write # to post the checklist"];
  return lines([
    about,
    `name: ${NAME}`,
    "on: pull_request",
    "permissions: {}",
    "concurrency:",
    `  group: ${NAME}-\${{ github.ref }}`,
    "  cancel-in-progress: true",
    "jobs:",
    "  routing:",
    `    runs-on: ${RUNNERS[environment]}`,
    "    timeout-minutes: 20",
    ...permissions,
    ...step([...STEPS[environment], `comment: ${forks ? "never" : "always"}`]),
  ]);
}

const REPORT_WORKFLOW = lines([
  `# Posts what ${NAME}.yml measured. Nothing of the pull request is checked out or run here.`,
  `name: ${NAME}-report`,
  "on:",
  "  workflow_run: # zizmor: ignore[dangerous-triggers] what was measured is read as data, and nothing of it is run",
  `    workflows: [${NAME}]`,
  "    types: [completed]",
  "permissions: {}",
  "concurrency:",
  `  group: ${NAME}-report-\${{ github.event.workflow_run.id }}`,
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

function step(inputs: readonly string[]): string[] {
  return [
    "    steps:",
    `      ${PIN}`,
    `      - uses: ${ACTION}`,
    "        with:",
    ...inputs.map((input) => `          ${input}`),
  ];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
