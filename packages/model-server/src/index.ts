export type { ModelServer, ModelServers } from "./model-server.ts";
export { startModelServer, startModelServers } from "./model-server.ts";
export type { FailureInjection, ModelServerOptions } from "./model-server-options.ts";
export type { GateState } from "./server-metrics.ts";
