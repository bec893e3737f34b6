import type { ActionInputs } from "../read-inputs.ts";
import { nameOfLeg } from "../workflow/matrix.ts";
import type { WorkflowContext } from "../workflow/workflow-context.ts";

/** What the artifact of this job, leg and step is called. */
export function artifactNameOf(
  { artifactName, leg }: Pick<ActionInputs, "artifactName" | "leg">,
  { job, step }: Pick<WorkflowContext, "job" | "step">,
): string {
  return nameOfLeg(artifactName, [job, ...leg, (step ?? "").replace(" ", "-")]);
}
