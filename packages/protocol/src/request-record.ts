import { z } from "zod";
import { armSchema } from "./plan.ts";
import { requestHeadersSchema } from "./request-headers.ts";
import { routeSchema } from "./route.ts";

/**
 * How a request ended: `completed` (2xx with a completion), `rejected` (429: no room), `evicted` (503 by the router: taken out of the queue),
 * `timed-out` (the client gave up), `failed` (any other status, or a body that is no completion), `transport` (no whole HTTP answer), `local` (this
 * machine could not send it), `aborted` (whoever sent it gave it up).
 */
export const outcomeSchema = z.enum([
  ...(["completed", "rejected", "evicted", "timed-out", "failed", "transport", "local", "aborted"] as const),
]);

export type Outcome = z.output<typeof outcomeSchema>;

/** Whether a request ended by its sender's doing, so that it says nothing of the gateway. */
export function isSendersDoing(outcome: Outcome): boolean {
  return outcome === "local" || outcome === "aborted";
}

const ms = z.number();

/** One request as the client saw it. Times are ms on the client's monotonic clock since the run began. */
export const requestRecordSchema = z.strictObject({
  sequence: z.int().min(0).describe("Order of sending in the run; taken together with `sendMs`."),
  id: z.string(),
  trial: z.int().nullable().describe("Null in the preparation."),
  arm: armSchema.nullable(),
  stepIndex: z.int().min(0),
  primed: z.boolean().describe("Sent by a prime step: known to the router, never judged for order."),
  workload: z.string(),
  workloadId: z.string().nullable(),
  criticality: z.int(),
  contextHeaders: z.array(z.string()),
  headers: requestHeadersSchema.optional().describe("What else it carried, as sent; absent: nothing."),
  arrivalMs: ms.describe("When it was meant to be sent."),
  sendMs: ms.describe("When it was handed to the socket."),
  latenessMs: ms.describe("sendMs - arrivalMs."),
  headersMs: ms.nullable().describe("Response headers received."),
  firstTokenMs: ms.nullable().describe("First byte of content received (streams: first token)."),
  endMs: ms.describe("Completion, or the moment of failure."),
  tokenMs: z.array(ms).nullable().describe("Streams: when each token came."),
  outcome: outcomeSchema,
  status: z.int().nullable(),
  errorCode: z.string().nullable().describe("`UND_ERR_…`, `ECONNREFUSED`, … of a transport error or timeout."),
  errorText: z.string().nullable().describe("First 500 characters of what the server or the socket said."),
  requestId: z.string().nullable().describe("x-request-id of the response, where it is echoed."),
  completionTokens: z.int().nullable(),
  text: z.string().optional().describe("The answer's text, where it was asked to be kept."),
  route: routeSchema.optional().describe("Absent: it went through the gateway under test."),
});

export type RequestRecord = z.output<typeof requestRecordSchema>;
