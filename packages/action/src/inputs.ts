/** What an input of the action is: its face in action.yml. */
export interface InputDescription {
  readonly description: string;
  readonly default?: string;
}

/** The action's inputs. `action.yml` is generated from this table. */
export const inputs = {
  environment: {
    description:
      "embedded (our own gateway), standalone (Envoy and endpoint picker) or existing (addresses given below)",
    default: "embedded",
  },
  scenarios: { description: "all, names with commas between, or a YAML or JSON file", default: "all" },
  seed: { description: "Permutes arms and draws arrivals. Default: a fresh one, recorded in run.json" },
  trials: { description: "Trials per arm, in place of each scenario's own number" },
  "run-dir": { description: "Folder of the evidence", default: "wa-routing-run" },
  "fail-on": {
    description: "fail: only a failed check fails the step. inconclusive: also what could not be decided. never",
    default: "inconclusive",
  },
  "envoy-url": { description: "Existing: where requests are sent" },
  "model-server-url": { description: "Existing: model servers behind it, with commas between" },
  "model-server-admin-url": { description: "Existing: their admin addresses, with commas between" },
  "router-metrics-url": { description: "Existing: the router's own /metrics" },
  "router-log": { description: 'Existing: the router\'s log: a file, or command:"kubectl logs -f …"' },
  gate: { description: "Existing: model-server, sim-admin, blockers or none" },
  model: { description: "Existing: the model to ask for" },
  namespace: { description: "Existing: recorded with the run" },
  policy: { description: "Embedded: workload-aware or fcfs" },
  epp: { description: "Standalone: the endpoint picker: reference, llm-d-router or fork; default: reference" },
  "epp-bin": { description: "Standalone: path of its program; reference: built if it is not given" },
  "envoy-bin": { description: "Standalone: path of Envoy; default: the PATH" },
  ordering: { description: "Standalone: workload-aware, fcfs or slo-deadline, as the picker allows" },
} as const satisfies Readonly<Record<string, InputDescription>>;

export type InputName = keyof typeof inputs;

/** The action's outputs. */
export const outputs = {
  verdict: "pass, fail or inconclusive",
  checklist: "Path of checklist.json",
  "report-path": "Path of report.html",
  "run-dir": "The folder of the evidence",
  passed: "Number of checks that passed",
  failed: "Number of checks that failed",
  inconclusive: "Number of checks that could not be decided",
} as const;
