export type { WorkloadClientOptions } from "./client-options.ts";
export type { ChatRequest, CompletionRequest, RequestLabels } from "./client-request.ts";
export { latencyFromArrivalMs, latencyFromSendMs } from "./latency.ts";
export type { Due, LatenessSummary, OpenLoopOptions, OpenLoopSending } from "./open-loop.ts";
export { sendOpenLoop } from "./open-loop.ts";
export type { WorkloadClient } from "./workload-client.ts";
export { createWorkloadClient } from "./workload-client.ts";
