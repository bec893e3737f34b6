import {
  type Arm,
  DEFAULT_CRITICALITY,
  type PlannedRequest,
  readWorkloadContext,
  type Scenario,
  type WorkloadContext,
  writeWorkloadContext,
} from "@wa-routing/protocol";

/** What a request carries, and what a router reads from it. */
export type Carried = Pick<PlannedRequest, "workloadId" | "criticality" | "contextHeaders" | "headers">;

const NOTHING: Carried = { workloadId: null, criticality: DEFAULT_CRITICALITY, contextHeaders: [] };

/** The headers of one workload in one arm. Of several lines a router reads the last. */
export function workloadRequest({ workloads, control }: Scenario, workload: string, arm: Arm, id: string): Carried {
  const definition = workloads[workload];
  const withoutHeader = arm === "control" && control?.control === "without-header";
  if (definition === undefined || withoutHeader) return NOTHING;
  const { headers } = definition;
  const others = headers === undefined ? {} : { headers };
  if (definition.header === "none") return { ...NOTHING, ...others };
  if (definition.header === "raw") {
    const contextHeaders = definition.values.map((value) => value.replaceAll("{id}", id));
    const { workloadId, criticality } = readWorkloadContext(contextHeaders.at(-1));
    return { workloadId, criticality, contextHeaders, ...others };
  }
  const equal = arm === "control" && control?.control === "equal-criticality";
  const context: WorkloadContext = {
    workloadId: id,
    criticality: equal ? control.criticality : definition.criticality,
  };
  return { ...context, contextHeaders: [writeWorkloadContext(context)], ...others };
}
