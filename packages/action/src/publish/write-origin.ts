import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionInputs } from "../read-inputs.ts";
import { ORIGIN_FILE, type RunOrigin } from "../untrusted/run-origin.ts";
import { pullRequestOf, type WorkflowContext } from "../workflow/workflow-context.ts";

/** Writes beside the evidence where it comes from, for a workflow that may post it, where this one may not. */
export function writeOrigin(
  runDir: string,
  context: WorkflowContext,
  { leg, commentKey, pullRequest }: Pick<ActionInputs, "leg" | "commentKey" | "pullRequest">,
): void {
  const { sha, workflow, runId, runNumber, attempt, job, step } = context;
  const of = { sha, workflow, runNumber, attempt, job, leg: [...leg], step };
  const origin: RunOrigin = {
    schemaVersion: 1,
    pullRequest: pullRequestOf(context, pullRequest),
    ...of,
    runId: Number(runId),
    key: commentKey,
  };
  writeFileSync(join(runDir, ORIGIN_FILE), `${JSON.stringify(origin, null, 2)}\n`);
}
