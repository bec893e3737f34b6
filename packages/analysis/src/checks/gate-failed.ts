import type { Analysis } from "../analysis.ts";
import { type Reason, reason } from "../reasons/reason.ts";

/** That so many requests may have ended as they did because the run's own gate failed; null: none has. */
export function gateFailed({ gateFailures, requests: { sent } }: Analysis, requests: number): Reason | null {
  const [first] = gateFailures;
  if (requests === 0 || first === undefined) return null;
  const { code, problem } = first;
  return reason("gate-failed", { requests, sent, code, problem });
}
