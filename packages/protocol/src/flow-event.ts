import { z } from "zod";

const position = {
  line: z.int().min(1).describe("Line in router.log."),
  source: z.string().nullable().describe("The pod or file that wrote it, where the log says."),
  atMs: z.number().nullable().describe("The line's own time, in ms since 1970 on the router's clock."),
  seq: z.int().nullable().describe("The router's own gap-free number of the line, where it has one."),
};
const requestId = z.string();
const optionalRequestId = z.string().nullable().describe("Null: the line does not name its request.");
const optionalWorkloadId = z.string().nullable().describe("Null: the line does not name its workload.");
const workloadId = z.string();
const registry = {
  workloadId,
  requestId: optionalRequestId,
  active: z.number(),
  total: z.number().nullable(),
  ratePerSecond: z.number().nullable(),
};

/** One line of the router's log that says something about a request or a workload. */
export const flowEventSchema = z.discriminatedUnion("event", [
  z.strictObject({
    event: z.literal("context-extracted"),
    ...position,
    requestId: optionalRequestId,
    workloadId,
    criticality: z.number(),
  }),
  z.strictObject({ event: z.literal("active-incremented"), ...position, ...registry }),
  z.strictObject({ event: z.literal("active-decremented"), ...position, ...registry }),
  z.strictObject({
    event: z.literal("admitted"),
    ...position,
    requestId: optionalRequestId,
    workloadId: optionalWorkloadId,
    queueSize: z.number().nullable(),
  }),
  z.strictObject({
    event: z.literal("score-computed"),
    ...position,
    requestId: optionalRequestId,
    workloadId,
    stage: z.enum(["enqueue", "dispatch"]).nullable(),
    criticality: z.number().nullable(),
    emaSeconds: z.number().nullable(),
    ratePerSecond: z.number().nullable(),
    normalizedWait: z.number().nullable(),
    normalizedCriticality: z.number().nullable(),
    normalizedRate: z.number().nullable(),
    score: z.number(),
  }),
  z.strictObject({
    event: z.literal("dispatched"),
    ...position,
    requestId: optionalRequestId,
    workloadId: optionalWorkloadId,
    queueSize: z.number().nullable(),
    dispatchSequence: z.int().nullable().describe("Counted inside the router's queue: exact order."),
  }),
  z.strictObject({
    event: z.literal("wait-recorded"),
    ...position,
    requestId: optionalRequestId,
    workloadId,
    waitSeconds: z.number(),
    emaSeconds: z.number(),
  }),
  z.strictObject({ event: z.literal("evicted"), ...position, requestId, workloadId: optionalWorkloadId }),
  z
    .strictObject({ event: z.literal("objective-missing"), ...position, requestId, objective: z.string() })
    .describe("Names the objective header beside the request id: joins the client's id to the router's."),
  z
    .strictObject({ event: z.literal("item-enqueued"), ...position, requestId })
    .describe("The router's own line (-v 5): entered the queue."),
  z
    .strictObject({ event: z.literal("item-dispatched"), ...position, requestId })
    .describe("The router's own line (-v 5): left the queue. Exact order."),
  z.strictObject({ event: z.literal("head-of-line"), ...position, requestId }),
  z
    .strictObject({ event: z.literal("outcome"), ...position, requestId, outcome: z.string() })
    .describe("The request's own goroutine woke up. Never an order."),
  z.strictObject({ event: z.literal("started"), ...position, text: z.string() }).describe("The router (re)started."),
  z.strictObject({ event: z.literal("error"), ...position, requestId: optionalRequestId, text: z.string() }),
]);

export type FlowEvent = z.output<typeof flowEventSchema>;
export type FlowEventKind = FlowEvent["event"];

/** The events of one kind. */
export type FlowEventOf<Kind extends FlowEventKind> = Extract<FlowEvent, { event: Kind }>;

/** The `[WA-ROUTING]` log points that a workload-aware router writes, by the event that each becomes. */
export const LOG_POINTS = {
  "context-extracted": "Workload context extracted",
  "active-incremented": "Workload active incremented",
  admitted: "Request admitted to flow control",
  "score-computed": "Priority score computed",
  dispatched: "Request dispatched",
  "active-decremented": "Workload active decremented",
} as const satisfies Partial<Record<FlowEventKind, string>>;

export type LogPoint = keyof typeof LOG_POINTS;

/** The figure that counts the lines of a log point: `scoreComputedLines`. Over a run it is what `grep -c` counts in its router.log of its own requests. */
export function linesFigure(point: LogPoint): string {
  return `${point.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Lines`;
}

/** Begins the message of every log point. */
export const LOG_POINT_MARKER = "[WA-ROUTING]";
