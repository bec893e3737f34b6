import { join } from "node:path";
import { writeTrace } from "wa-routing";
import type { ActionEnd } from "../action-end.ts";

/** Writes trace.json beside the evidence of each run that was judged. What cannot be written has its reason, a sentence each. */
export async function writeTimelines({ result, runDir }: Pick<ActionEnd, "result" | "runDir">): Promise<string[]> {
  if (runDir === null || result.result === "none") return [];
  const folders = result.result === "checklist" ? [""] : result.comparison.runs.map(({ ordering }) => ordering);
  const missing: string[] = [];
  for (const folder of folders) {
    try {
      await writeTrace(join(runDir, folder));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      missing.push(`There is no ${join(folder, "trace.json")}: ${why}.`);
    }
  }
  return missing;
}
