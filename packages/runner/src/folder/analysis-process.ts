import { serializeError } from "./analyst.ts";
import { analyzeRunFolder } from "./analyze-run-folder.ts";
import { writeReports } from "./write-reports.ts";

// Judges the run folders that the parent names, one after the other. Ends with the parent.
process.on("message", async (runDir: string) => {
  try {
    const judged = await analyzeRunFolder(runDir);
    await writeReports(runDir);
    process.send?.({ judged });
  } catch (error) {
    process.send?.({ failure: serializeError(error) });
  }
});
process.on("disconnect", () => process.exit());
