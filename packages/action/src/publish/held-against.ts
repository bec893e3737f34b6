import { type AgainstBase, renderRunComparisonText } from "@wa-routing/report";
import type { ActionEnd } from "../action-end.ts";
import { compareWithBase } from "../baseline/compare-with-base.ts";
import type { ActionInputs } from "../read-inputs.ts";
import type { ActionLog } from "../workflow/action-log.ts";
import type { WorkflowContext } from "../workflow/workflow-context.ts";
import { artifactNameOf } from "./artifact-name.ts";

/** Compares what was judged with what the inputs ask for, and says in the log what came of it. null: nothing is compared. */
export async function heldAgainst(
  { result, runDir }: Pick<ActionEnd, "result" | "runDir">,
  {
    context,
    inputs,
    log,
  }: { readonly context: WorkflowContext; readonly inputs: ActionInputs; readonly log: ActionLog },
  signal: AbortSignal,
): Promise<AgainstBase | null> {
  const { baseline } = inputs;
  const { pull_request: pull } = context.event;
  const isOfNobody = pull === undefined && baseline.baseline === "artifact" && baseline.name === null;
  if (signal.aborted || runDir === null || result.result === "none" || isOfNobody) return null;
  const of = pull?.base === undefined ? null : { baseBranch: pull.base.ref, sha: pull.head.sha };
  const artifactName = artifactNameOf(inputs, context);
  const against = await compareWithBase({ result, runDir, inputs, artifactName, context, pull: of }, signal);
  if (against !== null) tell(against, log);
  return against;
}

function tell(against: AgainstBase, log: ActionLog): void {
  if (against.found !== "comparison") {
    log.quote(`not compared with ${against.name}: ${against.reasons.join("; ")}`);
    return;
  }
  log.group(`against ${against.name}`);
  log.quote(renderRunComparisonText(against.comparison, { width: 100 }));
  log.endGroup();
}

/** Why nothing was compared, where that was asked for by name, or where the step's result was to rest on it. */
export function missedComparison(
  against: AgainstBase | null,
  { baseline, failOnRegression }: Pick<ActionInputs, "baseline" | "failOnRegression">,
): string | null {
  if (against === null || against.found === "comparison") return null;
  const isAsked =
    failOnRegression || baseline.baseline === "folder" || (baseline.baseline === "artifact" && baseline.name !== null);
  return isAsked ? `Nothing was compared with ${against.name}: ${against.reasons.join("; ")}.` : null;
}
