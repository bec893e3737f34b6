export type { FaultName } from "./faults.ts";
export { isFaultName, simulatorFaults } from "./faults.ts";
export type { SaturationOptions } from "./model-server-pool.ts";
export type { SimulatorOrdering } from "./ordering-policy.ts";
export { SIMULATOR_ORDERINGS } from "./ordering-policy.ts";
export { readFaults } from "./read-faults.ts";
export type { LogSink } from "./router-log.ts";
export type { Simulator, SimulatorOptions } from "./simulator.ts";
export { startSimulator } from "./simulator.ts";
