// What options of a gateway mean: a door of its own, since what starts one takes long to load.
export { standaloneParameters } from "./standalone/standalone-parameters.ts";
