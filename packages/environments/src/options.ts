// What options of a gateway mean: a door of its own, since what starts one takes long to load.
export { KIND_EPPS } from "./kind/kind-options.ts";
export { kindParameters } from "./kind/kind-parameters.ts";
export { isNameOfCluster } from "./kubernetes/name-of-cluster.ts";
export { standaloneParameters } from "./standalone/standalone-parameters.ts";
