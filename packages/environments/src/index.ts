export type { ConnectOptions } from "./connect-gateway.ts";
export { connectGateway } from "./connect-gateway.ts";
export type { Gate } from "./gate/gate.ts";
export type { RouterLogSource } from "./router-log/router-log.ts";
export type { RouterGauges, RouterMetrics } from "./router-metrics.ts";
export type { Observer, RunningGateway, Watch } from "./running-gateway.ts";
export type { EmbeddedOptions } from "./start-embedded.ts";
export { startEmbedded } from "./start-embedded.ts";
export { until } from "./until.ts";
