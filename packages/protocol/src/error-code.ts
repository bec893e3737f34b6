import { z } from "zod";

/**
 * What kind of error a code stands for:
 * `usage`, an option, a file or an input is wrong; `environment`, what is to be tested or what that needs could not be started,
 * reached or ended, or broke; `step`, a step of a run did not go as planned, which is recorded, and the run goes on;
 * `verdict`, a gateway does not do what a test suite asserts of it.
 */
export type ErrorKind = "usage" | "environment" | "step" | "verdict";

/** Every code of a `WaRoutingError`, its kind, and what it means. Codes are stable: programs may match on them. */
export const ERROR_CODES = {
  OPTION_INVALID: { kind: "usage", meaning: "an option has a wrong value, or cannot be combined with another" },
  OPTION_MISSING: { kind: "usage", meaning: "an option that is needed was not given" },
  SCENARIO_INVALID: { kind: "usage", meaning: "a scenario breaks the rules, or its file cannot be parsed" },
  SCENARIO_UNKNOWN: { kind: "usage", meaning: "no scenario has this name, or one is named twice" },
  FAULT_UNKNOWN: { kind: "usage", meaning: "no fault that can be planted has this name" },
  SCHEMA_UNKNOWN: { kind: "usage", meaning: "no published schema has this name" },
  REQUEST_UNKNOWN: { kind: "usage", meaning: "a run has no request of this id" },
  RUN_DIR_UNKNOWN: { kind: "usage", meaning: "a folder is no run folder" },
  RUN_DIR_UNUSABLE: { kind: "usage", meaning: "a run folder cannot be made, or not be written to" },
  TEMPORARY_FOLDER_UNUSABLE: { kind: "usage", meaning: "the folder for temporary files cannot be used" },
  RUN_DIR_NOT_EMPTY: { kind: "usage", meaning: "a run folder holds something already" },
  RUNS_NOT_COMPARABLE: { kind: "usage", meaning: "two runs differ in more than the router, or are no single runs" },
  FILE_UNREADABLE: { kind: "usage", meaning: "a file cannot be read" },
  FILE_INVALID: { kind: "usage", meaning: "a file is not what was expected" },
  FILE_EXISTS: { kind: "usage", meaning: "a file that would be written is there already" },
  IMPORT_INVALID: { kind: "usage", meaning: "a table of completions cannot be understood" },
  ZSTD_UNSUPPORTED: { kind: "usage", meaning: "this version of Node cannot read a log that zstd has compressed" },
  GATE_INCOMPLETE: { kind: "usage", meaning: "a gate lacks addresses that it needs" },
  GATE_NEEDS_METRICS: { kind: "usage", meaning: "a gate cannot be seen to be closed without the router's metrics" },
  CLIENT_OPTION_INVALID: { kind: "usage", meaning: "an option of the client is wrong" },
  MODEL_SERVER_OPTION_INVALID: { kind: "usage", meaning: "an option of the model server is wrong" },
  SIMULATOR_OPTION_INVALID: { kind: "usage", meaning: "an option of the simulator is wrong" },
  WORKLOAD_CONTEXT_UNWRITABLE: { kind: "usage", meaning: "a workload context cannot be written as a header" },

  ALREADY_UP: { kind: "environment", meaning: "another gateway that `wa-routing up` has started still runs" },
  ENVIRONMENT_NOT_STARTED: { kind: "environment", meaning: "a gateway, or a process of it, did not start" },
  ENVIRONMENT_BROKE: { kind: "environment", meaning: "a process of the environment ended while it was needed" },
  EVIDENCE_LOST: { kind: "environment", meaning: "a run folder could not be written to while the run went on" },
  ENDPOINT_UNREACHABLE: { kind: "environment", meaning: "nothing answers at an address" },
  ENDPOINT_REFUSED: { kind: "environment", meaning: "an address answers, but not as expected" },
  GATE_LEFT_CLOSED: { kind: "environment", meaning: "the gate could not be opened to the end of the run" },
  MODEL_UNKNOWN: { kind: "environment", meaning: "no model was named, and the gateway lists none" },
  MODEL_NOT_SERVED: { kind: "usage", meaning: "the first request of a run was answered 404: the model is not served" },
  NOT_AUTHORIZED: {
    kind: "usage",
    meaning: "an address answers 401 or 403: its token is missing, wrong or not enough",
  },
  PORT_IN_USE: { kind: "environment", meaning: "a port is taken by another process" },
  OPEN_FILES_TOO_FEW: {
    kind: "environment",
    meaning: "a process may have too few files open for the requests of a run",
  },
  PROCESS_LEFT: { kind: "environment", meaning: "a process would not end" },
  PROGRAM_MISSING: { kind: "environment", meaning: "a program that is needed is not on this machine" },
  KUBECTL_FAILED: { kind: "environment", meaning: "kubectl refused what it was asked to do, or reached no cluster" },
  GATEWAY_NOT_FOUND: {
    kind: "environment",
    meaning: "a namespace holds no gateway, or more than one that could be meant",
  },
  NAMESPACE_LOCKED: { kind: "environment", meaning: "another run is changing the gateway of a namespace" },
  INSTALL_FAILED: { kind: "environment", meaning: "a program could not be installed" },

  GATE_MISSING: { kind: "step", meaning: "the queue cannot be held: the environment has no gate" },
  GATE_LAPSED: { kind: "step", meaning: "the gate opened by itself, because it was not renewed" },
  GATE_NOT_OPENED: { kind: "step", meaning: "the model servers could not be told to go on; that is tried again" },
  GATE_NOT_CLEARED: { kind: "step", meaning: "the gate's own requests stayed on the model servers when it was open" },
  GATE_NOT_CLOSED: { kind: "step", meaning: "the gate was not seen to be closed in time" },
  QUEUE_NOT_FULL: { kind: "step", meaning: "the router's queue did not fill in time" },
  DRAIN_DEADLINE: { kind: "step", meaning: "requests were still under way when a drain had to end" },
  ROUTE_MISSING: { kind: "step", meaning: "the environment lacks the route that a request was planned for" },

  DISPATCH_ORDER: { kind: "verdict", meaning: "a gateway was not shown to dispatch in the expected order" },
} as const satisfies Readonly<Record<string, { readonly kind: ErrorKind; readonly meaning: string }>>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const errorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** The kind of a code; `usage` for one of another version of this package. */
export function errorKindOf(code: string): ErrorKind {
  return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCode].kind : "usage";
}
