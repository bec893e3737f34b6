import { type RequestRecord, writeWorkloadContext } from "@wa-routing/protocol";
import type { RequestTrace } from "./request-trace.ts";

/** Who a request is to the router that orders it. */
export interface RouterContext {
  /** Requests of one workload share it; those without a readable header have one each. */
  readonly workload: string;
  /** 1 to 5 in a sound router. */
  readonly criticality: number;
}

/**
 * Who a request is to the router: as its log says that it read the header, else as the contract reads it.
 *
 * A wrong reading is judged where headers are judged, and must not make an order wrong that follows from it. But a header as every
 * client writes it is taken as it was sent: a router cannot excuse an order by saying that it read something else.
 */
export function routerContext({ record, contextExtracted }: RequestTrace): RouterContext {
  const sent = { workload: record.workloadId ?? `request ${record.id}`, criticality: record.criticality };
  if (contextExtracted === null) return sent;
  const { workloadId, criticality } = contextExtracted;
  const isSame = workloadId === record.workloadId && criticality === record.criticality;
  return isSame || isPlainHeader(record) ? sent : { workload: workloadId, criticality };
}

/**
 * Whether it is known who a request is to the router. Of several header lines RFC 9110 (5.2, 5.3) lets a router read the last, or
 * what they are when they are joined: only its log says which.
 */
export function isContextKnown({ record, contextExtracted }: RequestTrace): boolean {
  return contextExtracted !== null || record.contextHeaders.length < 2;
}

/** Whether a request carries one header, as our client writes it: there is but one way to read that. */
export function isPlainHeader({ workloadId, criticality, contextHeaders }: RequestRecord): boolean {
  const [header] = contextHeaders;
  if (workloadId === null || header === undefined || contextHeaders.length > 1) return false;
  const level = ([1, 2, 3, 4, 5] as const).find((known) => known === criticality);
  return (
    level !== undefined && workloadId !== "" && header === writeWorkloadContext({ workloadId, criticality: level })
  );
}
