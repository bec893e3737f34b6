import type { RequestTrace } from "../evidence/request-trace.ts";

/** A trace for tests: sent, dispatched and arrived at the given times, in ms on one clock. */
export function traceOf(
  workload: string,
  {
    sentMs = 0,
    arrivedMs = null,
    dispatched = null,
    criticality = 3,
    primed = false,
  }: {
    readonly sentMs?: number;
    readonly arrivedMs?: number | null;
    readonly dispatched?: { readonly position: number; readonly routerMs: number } | null;
    readonly criticality?: number;
    readonly primed?: boolean;
  },
): RequestTrace {
  const id = `${workload}@${sentMs}`;
  return {
    record: {
      sequence: Math.round(sentMs * 1000),
      id,
      trial: primed ? null : 0,
      arm: primed ? null : "treatment",
      stepIndex: 1,
      primed,
      workload,
      workloadId: workload,
      criticality,
      contextHeaders: [],
      arrivalMs: sentMs,
      sendMs: sentMs,
      latenessMs: 0,
      headersMs: null,
      firstTokenMs: null,
      endMs: (arrivedMs ?? dispatched?.routerMs ?? sentMs) + 10,
      tokenMs: null,
      outcome: "completed",
      status: 200,
      errorCode: null,
      errorText: null,
      requestId: null,
      completionTokens: 1,
    },
    requestId: id,
    arrival:
      arrivedMs === null
        ? null
        : {
            modelServer: "m",
            sequence: 0,
            arrivedMs,
            id,
            requestId: id,
            contextHeader: null,
            model: "m",
            path: "/",
            concurrency: 1,
          },
    duplicateArrivals: 0,
    enqueued: null,
    dispatched: dispatched === null ? null : { ...dispatched, router: null, exact: true },
    averageUpdatedMs: null,
    contextExtracted: null,
    scoreAtDispatch: null,
    logPoints: {},
  };
}
