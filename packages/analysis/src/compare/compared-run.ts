import type { Checklist, RunManifest, Scenario } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";

/** One side of a comparison. */
export interface ComparedRun {
  readonly manifest: RunManifest;
  readonly checklist: Checklist;
  /** Those that were begun, as they were run. */
  readonly scenarios: readonly Scenario[];
  /** Of each scenario that was begun; of a run in two passes those of the quiet one. */
  readonly analyses: readonly Analysis[];
}
