import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import type { Answer } from "./analyst.ts";
import { analyzeAndReport } from "./analyze-and-report.ts";

// Judges the run folders that the parent names. Ends with the parent.
process.on("message", async (runDir: string) => void process.send?.(await answer(runDir)));
process.on("disconnect", () => process.exit());

async function answer(runDir: string): Promise<Answer> {
  try {
    return { judged: await analyzeAndReport(runDir) };
  } catch (error) {
    const known = isWaRoutingError(error) ? error : new WaRoutingError(String(error), { code: "ENVIRONMENT_BROKE" });
    const { message, code, field, value, expected, remedy } = known;
    return { failure: { message, code, field, value, expected, remedy } };
  }
}
