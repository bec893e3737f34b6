// What options of a simulator can be: a door of its own, since what runs one takes long to load.
export { SIMULATOR_ORDERINGS } from "./ordering-policy.ts";
export { readFaults } from "./read-faults.ts";
