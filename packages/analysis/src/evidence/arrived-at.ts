import type { JoinedEvidence } from "./join-evidence.ts";
import type { RequestTrace } from "./request-trace.ts";

/** When a request reached its model server, on the client's clock. */
export interface ArrivedAt {
  readonly atMs: number;
  /** The true time lies within ± this of `atMs`, in ms. */
  readonly boundMs: number;
}

/** Null where its arrival was not seen, or the clock that saw it is aligned with nothing. */
export function arrivedAt(
  { arrival }: Pick<RequestTrace, "arrival">,
  { modelServerClocks }: Pick<JoinedEvidence, "modelServerClocks">,
): ArrivedAt | null {
  const clock = arrival === null ? undefined : modelServerClocks[arrival.modelServer];
  if (arrival === null || clock === undefined) return null;
  return { atMs: arrival.arrivedMs + clock.offsetMs, boundMs: clock.boundMs };
}
