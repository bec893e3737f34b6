import type { WorkflowContext } from "../workflow/workflow-context.ts";
import type { FinishedRun } from "./check-origin.ts";

/** The run whose evidence is reported: the one that set the workflow off, else the workflow's own, for jobs that came before. */
export function finishedRun({
  event: { workflow_run: run, pull_request: pull },
  ...own
}: Pick<
  WorkflowContext,
  "event" | "runId" | "runNumber" | "attempt" | "sha" | "workflow" | "repository"
>): FinishedRun | null {
  if (run !== undefined) {
    return {
      ...{ id: run.id, number: run.run_number, attempt: run.run_attempt, sha: run.head_sha },
      workflow: run.name ?? "",
      headRepository: run.head_repository?.full_name ?? null,
    };
  }
  if (own.runId === null) return null;
  const { runNumber: number, attempt, sha, workflow } = own;
  const headRepository = pull === undefined ? own.repository : (pull.head.repo?.full_name ?? null);
  return { id: Number(own.runId), number, attempt, sha, workflow, headRepository };
}
