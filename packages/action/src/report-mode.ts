import type { ActionEnd } from "./action-end.ts";
import type { ActionInputs } from "./read-inputs.ts";
import type { WorkflowContext } from "./workflow/workflow-context.ts";

/** `mode: report`: posts what runs without the right to write have left. */
export async function carryOutReport(
  _context: WorkflowContext,
  _inputs: ActionInputs,
  publish: (end: ActionEnd) => Promise<void>,
): Promise<ActionEnd> {
  const sentence = "the input mode report is not built yet";
  const result = { result: "none", exitCode: 2, sentence } as const;
  const end: ActionEnd = { result, exitCode: 2, problems: [sentence], runDir: null, files: null };
  await publish(end);
  return end;
}
