import type { Evidence } from "@wa-routing/analysis";
import { type ArrivalRecord, type RequestRecord, seededRandom } from "@wa-routing/protocol";

const WORKLOADS = 8;
const TRIALS = 200;

// As a client has them: one list of headers for all requests of a workload.
const HEADERS = Array.from({ length: WORKLOADS }, (_, workload) => [
  JSON.stringify({ workload_id: `run-workload-${workload}`, criticality: 1 + (workload % 5) }),
]);
const NAMES = HEADERS.map((_, workload) => `workload-${workload}`);
const IDS = HEADERS.map((_, workload) => `run-workload-${workload}`);

/** What a long run without holds leaves behind: so many requests, eight workloads, two model servers, no log. */
export function syntheticEvidence(count: number): Evidence {
  const random = seededRandom(count);
  const requests: RequestRecord[] = [];
  const arrivals: ArrivalRecord[] = [];
  for (let sequence = 0; sequence < count; sequence++) {
    const workload = Math.floor(random() * WORKLOADS);
    const trial = Math.floor((sequence * TRIALS) / count);
    const sendMs = sequence * 0.8 + random();
    const waitMs = 5 + 40 * random() ** 4 + workload;
    requests.push(requestOf(sequence, trial, workload, sendMs, sendMs + waitMs + 10 * random() + 1));
    arrivals.push(arrivalOf(sequence, workload, sendMs + waitMs));
  }
  arrivals.sort((a, b) => a.arrivedMs - b.arrivedMs);
  return {
    gateway: {
      environment: "imported",
      gatewayUrl: null,
      modelServers: [],
      model: "m",
      gate: "none",
      witnesses: { routerLog: false, arrivals: true, routerMetrics: false },
      sharedClock: false,
      router: {},
    },
    requests,
    steps: [],
    metrics: [],
    arrivals,
    events: null,
    logReading: null,
    startedAtUnixMs: 0,
    complete: true,
    hindrance: null,
    ending: "completed",
    losses: [],
    eventLoopDelayP99Ms: 1,
    machineLoad: null,
  };
}

function requestOf(sequence: number, trial: number, workload: number, sendMs: number, endMs: number): RequestRecord {
  const criticality = 1 + (workload % 5);
  return {
    sequence,
    id: idOf("run-request", sequence),
    trial,
    arm: trial % 2 === 0 ? "treatment" : "control",
    stepIndex: 0,
    primed: false,
    workload: NAMES[workload] as string,
    workloadId: IDS[workload] as string,
    criticality,
    contextHeaders: HEADERS[workload] as string[],
    arrivalMs: sendMs - 0.1,
    sendMs,
    latenessMs: 0.1,
    headersMs: endMs - 0.5,
    firstTokenMs: endMs - 0.4,
    endMs,
    tokenMs: null,
    outcome: "completed",
    status: 200,
    errorCode: null,
    errorText: null,
    requestId: idOf("router", sequence),
    completionTokens: 1,
  };
}

function arrivalOf(sequence: number, workload: number, arrivedMs: number): ArrivalRecord {
  const modelServer = `server-${sequence % 2}`;
  return {
    modelServer,
    sequence,
    arrivedMs: arrivedMs + 1000,
    id: idOf("run-request", sequence),
    requestId: idOf("router", sequence),
    contextHeader: HEADERS[workload]?.[0] ?? null,
    model: "m",
    path: "/v1/completions",
    concurrency: 1,
  };
}

/** Joined, not added: as flat in memory as a parsed line has it. */
function idOf(kind: string, sequence: number): string {
  return [kind, sequence].join("-");
}
