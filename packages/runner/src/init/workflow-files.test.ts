import { expect, test } from "vitest";
import { parse } from "yaml";
import { gatewayOptions } from "../gateway/gateway-options.ts";
import { ACTION, WORKFLOW_ENVIRONMENTS, WORKFLOW_NAME, type WorkflowChoice, workflowFiles } from "./workflow-files.ts";

interface Workflow {
  readonly name: string;
  readonly on: unknown;
  readonly permissions: object;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: Readonly<Record<string, string>>;
        readonly "timeout-minutes": number;
        readonly steps: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
      }
    >
  >;
}

const workflowsOf = (choice: Pick<WorkflowChoice, "environment" | "forks"> & Partial<WorkflowChoice>) =>
  workflowFiles({ name: WORKFLOW_NAME, configured: null, ...choice }).map(({ path, text }) => ({
    path,
    text,
    workflow: parse(text) as Workflow,
  }));
const jobsOf = ({ jobs }: Workflow) => Object.values(jobs);
/** Inputs of the action that are no options of the command line. */
const OWN_INPUTS = ["mode", "comment"];

const choices = WORKFLOW_ENVIRONMENTS.flatMap((environment) => [
  { environment, forks: false },
  { environment, forks: true },
]);

test.each(choices)(
  "$environment, forks: $forks: no right but those of its jobs, and only inputs that there are",
  (choice) => {
    for (const { path, text, workflow } of workflowsOf(choice)) {
      expect(path).toBe(`.github/workflows/${workflow.name}.yml`);
      expect(workflow.permissions).toEqual({});
      expect(workflow.concurrency.group).toMatch(/\$\{\{ github\./);
      expect(text).toMatch(/To pin it: uses: \S+@COMMIT # v0/);
      for (const { permissions, steps, "timeout-minutes": minutes } of jobsOf(workflow)) {
        expect(permissions).toBeTypeOf("object");
        expect(minutes).toBeGreaterThan(0);
        expect(steps.map(({ uses }) => uses)).toEqual([ACTION]);
        const inputs = steps.flatMap(({ with: given }) => Object.keys(given));
        expect(inputs.filter((name) => !OWN_INPUTS.includes(name) && !Object.hasOwn(gatewayOptions, name))).toEqual([]);
      }
    }
  },
);

test.each(WORKFLOW_ENVIRONMENTS)(
  "%s: the pull request is commented on by the workflow that measured it",
  (environment) => {
    const [only, ...others] = workflowsOf({ environment, forks: false });
    expect(others).toEqual([]);
    expect(only?.workflow.on).toBe("pull_request");
    const [job] = jobsOf(only?.workflow as Workflow);
    expect(job?.permissions).toEqual({ "pull-requests": "write" });
    expect(job?.steps[0]?.with).toMatchObject({ environment, comment: "always" });
  },
);

test("forks: who runs what others have written has no right, and who has one runs nothing of it", () => {
  const [run, report] = workflowsOf({ environment: "embedded", forks: true }).map(({ workflow }) => workflow);
  const [measuring] = jobsOf(run as Workflow);
  expect(run?.on).toBe("pull_request");
  expect(measuring?.permissions).toEqual({});
  expect(measuring?.steps[0]?.with).toMatchObject({ comment: "never" });
  const [posting] = jobsOf(report as Workflow);
  expect(report?.on).toEqual({ workflow_run: { workflows: [run?.name], types: ["completed"] } });
  expect(posting?.permissions).toEqual({ actions: "read", "pull-requests": "write" });
  expect(posting?.steps[0]?.with).toEqual({ mode: "report", comment: "always" });
});
