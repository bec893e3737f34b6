import type { Analysis } from "../analysis.ts";
import { type Reason, reason } from "../reasons/reason.ts";

/** That a run did not reach its end, and what kept it from that. */
export function cutShort({ hindrance }: Pick<Analysis, "hindrance">): Reason {
  return reason("run-incomplete", { problem: hindrance?.problem ?? null, code: hindrance?.code ?? null });
}
