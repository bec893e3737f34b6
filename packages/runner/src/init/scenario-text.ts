/** What differs between scenario files to begin from. */
export interface ScenarioText {
  readonly name: string;
  /** Where editors find the schema, from the file. */
  readonly schema: string;
  /** How the file is named on a command line. */
  readonly path: string;
}

/** A scenario to begin one's own from: valid as it is, and it says of each part what it is for. */
export function scenarioText({ name, schema, path }: ScenarioText): string {
  return `# yaml-language-server: $schema=${schema}
# A scenario of one's own: wa-routing run --scenario ${path}
name: ${name}
${BODY}`;
}

const BODY = `title: The checkout team overtakes the batch team
claim: Of requests that wait together, those of checkout are dispatched before those of batch.
visibleBecause: All are held in the queue, batch is sent first, and checkout's higher rate speaks against it.
refutedBy: A batch request that is dispatched before a checkout request that waited with it.
workloads:
  checkout: { header: context, criticality: 5 }
  batch: { header: context, criticality: 2 }
control: { control: without-header }
sampling: { sampling: fixed, trialsPerArm: 2 }
prepare:
  # So that the rate speaks for batch: without the criticality the order would be the opposite.
  - { step: prime, workloads: [checkout], requestsEach: 10 }
  - { step: prime, workloads: [batch] }
  - { step: pause, ms: 1600 }
steps:
  - step: hold
  - step: send
    streams: [{ workload: batch, arrivals: { process: constant, count: 10, ratePerSecond: 250 } }]
  - step: send
    streams: [{ workload: checkout, arrivals: { process: poisson, count: 10, ratePerSecond: 250 } }]
  - step: barrier
  - step: release
  - step: drain
expectations:
  - check: functional.criticality-order
    precedences: [{ first: checkout, second: batch }]
    minimumContested: 10
`;
