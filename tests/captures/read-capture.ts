import { readFileSync } from "node:fs";
import { createRouterLogParser, type Evidence } from "@wa-routing/analysis";
import { type Arm, type Plan, type RequestRecord, readWorkloadContext, type StepRecord } from "@wa-routing/protocol";
import { defineScenario, planScenario } from "@wa-routing/scenarios";
import { type MeantLine, WRITTEN_FORMS } from "../../packages/analysis/src/log/written-forms.test-data.ts";

interface CapturedRequest {
  readonly id: string;
  readonly arm: Arm | null;
  readonly trial: number;
  readonly phase: "prime" | "trial";
  readonly sentMs: number;
  readonly headersMs: number;
  readonly doneMs: number;
  readonly status: number;
  readonly context: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly arrivedMs: number | null;
}

// What was recorded: the same requests, named as here, in a scenario that makes the claim.
const recorded = defineScenario({
  name: "recorded",
  title: "A recorded run",
  claim: "Of requests that wait together, those with a higher criticality are dispatched first.",
  visibleBecause: "All were held, and sent lowest criticality first.",
  refutedBy: "A lower one before a higher one.",
  workloads: {
    low: { header: "context", criticality: 1 },
    med: { header: "context", criticality: 3 },
    high: { header: "context", criticality: 5 },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 1 },
  prepare: [
    { step: "prime", workloads: ["low", "med", "high"] },
    { step: "pause", ms: 1500 },
  ],
  steps: [{ step: "hold" }, { step: "release" }],
  expectations: [
    {
      check: "functional.criticality-order",
      precedences: [
        { first: "high", second: "med" },
        { first: "high", second: "low" },
        { first: "med", second: "low" },
      ],
    },
  ],
});

/** A recorded run as the evidence of a run: no router log, no gauges, arrivals and requests on one clock. */
export function readCapture(name: string): { plan: Plan; evidence: Evidence } {
  const lines = readFileSync(new URL(`./fixtures/${name}.ndjson`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  const captured = lines.map((line) => JSON.parse(line) as CapturedRequest);
  const requests = captured.map(requestOf);
  const arrived = captured
    .filter(({ arrivedMs }) => arrivedMs !== null)
    .sort((a, b) => Number(a.arrivedMs) - Number(b.arrivedMs));
  return {
    plan: planScenario(recorded, { seed: 1 }),
    evidence: {
      gateway: {
        environment: "imported",
        gatewayUrl: null,
        modelServers: ["recorded"],
        model: "fake-model",
        gate: "model-server",
        witnesses: { routerLog: false, arrivals: true, routerMetrics: true },
        sharedClock: true,
        router: { name },
      },
      requests,
      steps: stepsOf(captured),
      metrics: [],
      arrivals: arrived.map(({ id, arrivedMs, context }, sequence) => ({
        modelServer: "recorded",
        sequence,
        arrivedMs: arrivedMs as number,
        id,
        requestId: null,
        contextHeader: context,
        model: "fake-model",
        path: "/v1/completions",
        concurrency: 1,
      })),
      events: null,
      logReading: null,
      startedAtUnixMs: 0,
      complete: true,
      hindrance: null,
      ending: "completed",
      losses: [],
      eventLoopDelayP99Ms: null,
      machineLoad: null,
    },
  };
}

/**
 * The same with the router's dispatch lines, which the recording has lost. What they said is known: no cross-criticality pair of
 * the treatment inverted, the control in the order of sending. Inside a workload, where no pair counts, they are in the
 * order of sending here.
 */
export function withDispatchLog(evidence: Evidence): Evidence {
  const { requests } = evidence;
  const rank = ({ trial, primed, arm, criticality }: RequestRecord) =>
    (trial ?? -1) * 10 + (arm === "treatment" && !primed ? 5 - criticality : 0);
  const lines = (event: "item-enqueued" | "item-dispatched", of: readonly RequestRecord[]) =>
    of.map(({ id }) => ({ event, source: null, atMs: null, seq: null, requestId: id }) as const);
  const dispatched = requests.toSorted((a, b) => rank(a) - rank(b) || a.sendMs - b.sendMs);
  const events = [...lines("item-enqueued", requests), ...lines("item-dispatched", dispatched)];
  return { ...evidence, events: events.map((event, index) => ({ ...event, line: index + 1 })) };
}

/** What the log of a router without log points says of a request, each at its own moment. */
export type ForkMessage = "No associated InferenceObjective found, using default" | "Flow control outcome";

/**
 * The same with a log as the fork writes it, which the recording has lost: one line of each message for every request, in the
 * order of sending.
 */
export function withForkLog(evidence: Evidence, messages: readonly ForkMessage[]): Evidence {
  const line = (msg: ForkMessage, { id, sendMs }: RequestRecord) =>
    JSON.stringify({
      level: "Level(-4)",
      ts: new Date(sendMs).toISOString(),
      msg,
      "x-request-id": id,
      ...(msg === "Flow control outcome" ? { requestID: id, outcome: "Dispatched" } : { objectiveKey: id }),
    });
  const sent = evidence.requests.toSorted((a, b) => a.sendMs - b.sendMs);
  return withLog(
    evidence,
    messages.flatMap((message) => sent.map((request) => line(message, request))),
  );
}

/** How llm-d-router writes its log: until August 2026, and since, under the names of OpenTelemetry's log data model. */
export type LlmdForm = "llm-d-router's JSON, in seconds" | "OpenTelemetry's names";

/**
 * The same with a log of llm-d-router at -v 5, which the recording has lost: when each request entered the queue and when it left it.
 *
 * @param dispatched The requests in the order in which it says that they left.
 */
export function withLlmdLog(evidence: Evidence, form: LlmdForm, dispatched: readonly RequestRecord[]): Evidence {
  const arrivedMs = new Map(evidence.arrivals?.map((arrival) => [arrival.id, arrival.arrivedMs]));
  const line = (message: string, requestID: string, atMs: number) => {
    const at = new Date(atMs).toISOString();
    const fields = { flowKey: "default-flow:0", requestID };
    return WRITTEN_FORMS[form]({ level: "debug", at, atMs, message, fields } satisfies MeantLine);
  };
  // Each at the moment of an arrival: what is said differently is who it was.
  const moments = dispatched.map(({ id }) => arrivedMs.get(id) ?? 0).sort((a, b) => a - b);
  return withLog(evidence, [
    ...evidence.requests.map(({ id, sendMs }) => line("Item enqueued.", id, sendMs)),
    ...dispatched.map(({ id }, index) => line("Item dispatched.", id, moments[index] ?? 0)),
  ]);
}

function withLog(evidence: Evidence, lines: readonly string[]): Evidence {
  const parser = createRouterLogParser();
  const events = [...parser.push(new TextEncoder().encode(`${lines.join("\n")}\n`)), ...parser.end()];
  const rest = { foreignEvents: 0, missingSeq: 0, outOfOrder: 0, duplicates: 0, gaps: [] };
  const { gateway } = evidence;
  return {
    ...evidence,
    gateway: { ...gateway, witnesses: { ...gateway.witnesses, routerLog: true } },
    events,
    logReading: { ...parser.counts(), ...rest },
  };
}

function requestOf(captured: CapturedRequest, sequence: number): RequestRecord {
  const { id, context, headers, sentMs, headersMs, doneMs, status, phase } = captured;
  const { workloadId, criticality } = readWorkloadContext(context ?? undefined);
  return {
    sequence,
    id,
    trial: phase === "prime" ? null : trialOf(captured),
    arm: phase === "prime" ? null : (captured.arm ?? "treatment"),
    stepIndex: 1,
    primed: phase === "prime",
    workload: /-(low|med|high)-/.exec(id)?.[1] ?? "anonymous",
    workloadId,
    criticality,
    contextHeaders: context === null ? [] : [context],
    ...(headers === undefined ? {} : { headers }),
    arrivalMs: sentMs,
    sendMs: sentMs,
    latenessMs: 0,
    headersMs,
    firstTokenMs: null,
    endMs: doneMs,
    tokenMs: null,
    outcome: status === 200 ? "completed" : "failed",
    status,
    errorCode: null,
    errorText: null,
    requestId: null,
    completionTokens: null,
  };
}

function trialOf({ trial, arm }: CapturedRequest): number {
  return 2 * trial + (arm === "control" ? 1 : 0);
}

/** The recordings have no steps: the gate was open before the first arrival, and closed before the first request. */
function stepsOf(captured: readonly CapturedRequest[]): StepRecord[] {
  const trials = groupBy(
    captured.filter(({ phase }) => phase === "trial"),
    trialOf,
  );
  return [...trials].flatMap(([trial, requests]) => {
    const arm = requests[0]?.arm ?? "treatment";
    const firstSent = Math.min(...requests.map(({ sentMs }) => sentMs));
    const firstArrived = Math.min(...requests.map(({ arrivedMs }) => arrivedMs ?? Number.POSITIVE_INFINITY));
    const step = (stepIndex: number, name: StepRecord["step"], atMs: number, queued: number | null): StepRecord => ({
      trial,
      arm,
      stepIndex,
      step: name,
      startMs: atMs,
      endMs: atMs,
      ok: true,
      problem: null,
      queuedExpected: queued,
      queuedSeen: queued,
    });
    return [
      step(0, "hold", firstSent - 1, null),
      step(2, "barrier", firstArrived - 0.2, requests.length),
      step(3, "release", firstArrived - 0.1, null),
    ];
  });
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
