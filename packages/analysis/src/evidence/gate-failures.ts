import type { ErrorCode, RequestRecord, StepRecord } from "@wa-routing/protocol";
import { isTimeout } from "./request-timeouts.ts";

/** A step in which the gate, which is ours, did not do what it was to do. */
export interface GateFailure {
  /** Null: in the preparation. */
  readonly trial: number | null;
  /** Null: recorded before there were codes. */
  readonly code: ErrorCode | null;
  readonly problem: string | null;
}

/** Whether a step went wrong through the gate: a router takes no part in a hold or a release, and in a drain the code tells. */
export function isGateFailure({ ok, step, code }: StepRecord): boolean {
  return !ok && (step === "hold" || step === "release" || code === "GATE_NOT_CLEARED");
}

/** What went wrong with the gate, in the order in which it did. */
export function gateFailures(steps: readonly StepRecord[]): GateFailure[] {
  return steps.filter(isGateFailure).map(({ trial, code = null, problem }) => ({ trial, code, problem }));
}

/**
 * Tells whether a request may have ended as it did because the gate failed in its trial: it waited too long, for its client, for a
 * proxy or for the router's queue. What a router answers otherwise is its own.
 */
export function endedByGate(failures: readonly GateFailure[]): (record: RequestRecord) => boolean {
  const trials = new Set(failures.map(({ trial }) => trial));
  return (record) =>
    trials.has(record.trial) && (isTimeout(record) || record.outcome === "evicted" || record.outcome === "rejected");
}
