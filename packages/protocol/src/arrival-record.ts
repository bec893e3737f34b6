import { z } from "zod";

/** One request as a model server saw it arrive: the witness of the dispatch order. */
export const arrivalRecordSchema = z.strictObject({
  modelServer: z.string(),
  sequence: z.int().min(0).describe("Order of arrival at this model server."),
  arrivedMs: z.number().describe("ms on the model server's own monotonic clock."),
  id: z
    .string()
    .nullable()
    .describe("The client's id, from the `x-wa-routing-id` header; null for requests of others."),
  requestId: z.string().nullable().describe("x-request-id as it arrived; proxies may have replaced it."),
  contextHeader: z.string().nullable().describe("X-Workload-Context as it arrived."),
  model: z.string().nullable(),
  path: z.string(),
  concurrency: z.int().min(1).describe("Requests in the model server at this arrival, this one included."),
});

export type ArrivalRecord = z.output<typeof arrivalRecordSchema>;

/** Names the log that a model server answers from: another name, and it has started anew, with sequence numbers from zero. */
export const ARRIVALS_LOG_HEADER = "x-wa-routing-arrivals-log";

/** The first sequence number that an answer of arrivals can hold. */
export const ARRIVALS_FROM_HEADER = "x-wa-routing-arrivals-from";
