export type { ModelServer } from "./model-server.ts";
export { startModelServer } from "./model-server.ts";
export type { FailureInjection, ModelServerOptions } from "./model-server-options.ts";
export type { GateState } from "./server-metrics.ts";
