import type { RunReport } from "@wa-routing/protocol";

/**
 * The checklist as JUnit XML: one test case for each check, in a suite that has the same name in every run. What writes XML takes long to
 * load, and most commands write none: it is loaded here.
 */
export async function renderJUnit(run: RunReport): Promise<string> {
  const { junitDocument } = await import("./junit-document.ts");
  return junitDocument(run);
}
