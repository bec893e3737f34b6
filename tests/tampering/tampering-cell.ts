import type { SuccessMetricId } from "@wa-routing/protocol";
import type { Tampering } from "./tampered-file.ts";

/** The scenarios of the run that is tampered with, and the claim about an order that each makes. */
export const CLAIM_OF = {
  "basic-priority": "functional.criticality-order",
  "default-workload": "functional.default-workload",
} as const satisfies Record<string, SuccessMetricId>;

export type ScenarioName = keyof typeof CLAIM_OF;

/** A check without its family; `order-claim`: the one that the scenario makes; `run`: the verdict of the whole run. */
export type CheckName = "order-claim" | "run" | NameOf<SuccessMetricId>;

type NameOf<Id> = Id extends `${string}.${infer Name}` ? Name : never;

/** One file of a run folder, tampered with in one way, and what must come of it. */
export interface Cell {
  /** `*`: in each scenario's folder. */
  readonly file: string;
  readonly way: string;
  readonly tampering: Tampering;
  /** Where the scenarios differ: the one that this is about. */
  readonly scenario?: ScenarioName;
  /** The folder is refused with this code; nothing is judged. */
  readonly refused?: string;
  /** Checks that stop passing and are inconclusive. */
  readonly inconclusive?: readonly CheckName[];
  /** Checks that fail, since the claim is about exactly that. */
  readonly fail?: readonly CheckName[];
  /** Checks that are silent. */
  readonly silent?: readonly CheckName[];
  /** Where nothing stops: why nothing rests on it. */
  readonly harmless?: string;
  /** Checks that ought to be inconclusive and are not yet; whoever mends the judge finds this cell red. */
  readonly gap?: readonly CheckName[];
}

/** The checks that the run passes in each scenario. */
export const EVERY_CHECK: readonly CheckName[] = [
  "order-claim",
  "no-errors",
  "all-complete",
  "no-timeouts",
  "log-points",
  "scores-match",
  "dispatch-order",
  "registry-accurate",
];

/** Files of a run folder that `analyze` writes: they are no evidence. */
export const GENERATED = "generated files";
export const GENERATED_FILES = [
  "checklist.json",
  ...["router-events.ndjson", "analysis.json", "checklist.json", "report.json", "requests.csv"].map(
    (file) => `*/${file}`,
  ),
];
