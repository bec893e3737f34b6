import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { OBJECTIVE_HEADER, type Random, type RouterParameters } from "@wa-routing/protocol";
import type { Faults } from "./faults.ts";
import { FlowControl, type FlowControlObserver } from "./flow-control.ts";
import { type ForwardedRequest, forward } from "./forward.ts";
import { FAIRNESS_HEADER, forwardedRequest, passedHeaders, REWRITE_HEADER } from "./forwarded-request.ts";
import { extractContext, lastHeader, readBody } from "./incoming-request.ts";
import { LogPoints } from "./log-points.ts";
import type { ModelServerPool } from "./model-server-pool.ts";
import { createBefore, createScorer, type SimulatorOrdering } from "./ordering-policy.ts";
import type { QueueDiscipline } from "./queue-discipline.ts";
import type { QueueItem, QueueOutcome } from "./queue-item.ts";
import { reply } from "./reply.ts";
import { RequestFaults } from "./request-faults.ts";
import type { WriteLine } from "./router-log.ts";
import type { RouterMetrics } from "./router-metrics.ts";
import type { Upstream } from "./upstream.ts";
import { type Clock, WorkloadRegistry } from "./workload-registry.ts";

/** What a router is made of. */
export interface RouterParts {
  readonly ordering: SimulatorOrdering;
  readonly discipline: QueueDiscipline;
  readonly parameters: RouterParameters;
  readonly faults: Faults;
  readonly pool: ModelServerPool;
  readonly upstreamOf: (url: string) => Upstream;
  readonly metrics: RouterMetrics;
  readonly write: WriteLine;
  readonly verbosity: number;
  readonly now: Clock;
  readonly random: Random;
  readonly ttlMs: number;
  readonly maxQueuedRequests: number;
}

/**
 * The endpoint picker: reads the context, counts the workload, queues, orders, picks a model server and forwards.
 *
 * @see pkg/epp/handlers/server.go and pkg/epp/requestcontrol in the workload-aware fork
 */
export class Router {
  readonly #parts: RouterParts;
  readonly #registry: WorkloadRegistry;
  readonly #points: LogPoints;
  readonly #flowControl: FlowControl;
  readonly #requestFaults: RequestFaults;

  constructor(parts: RouterParts) {
    const { faults, now, ordering, parameters, pool } = parts;
    this.#parts = parts;
    this.#registry = new WorkloadRegistry(now, faults, parameters);
    this.#points = new LogPoints(parts.write, faults, parameters);
    this.#requestFaults = new RequestFaults(faults);
    const scorer = createScorer(this.#registry, now, faults, parameters);
    const points = this.#points;
    const observer: FlowControlObserver = {
      enqueuing: (item) => points.scoreComputed(item, scorer(item), "enqueue"),
      enqueued(item, queueSize) {
        points.admitted(item, queueSize);
        parts.write(5, "Item enqueued.", { flowKey: flowKeyOf(item), reqID: item.requestId });
      },
      dispatched(item, queueSize, dispatchSequence) {
        points.scoreComputed(item, scorer(item), "dispatch");
        points.dispatched(item, queueSize, dispatchSequence);
        parts.write(5, "Item dispatched.", { flowKey: flowKeyOf(item), reqID: item.requestId });
      },
      evicted: (item, queueSize) => points.evicted(item, queueSize),
      blocked(headOf) {
        parts.write(3, "No pods found with good capacity; system is considered SATURATED.");
        const head = parts.verbosity < 4 ? undefined : headOf();
        if (head === undefined) return;
        const fields = { flowKey: flowKeyOf(head), reqID: head.requestId };
        parts.write(4, "Policy's chosen item is saturated; enforcing HoL blocking.", fields);
      },
    };
    this.#flowControl = new FlowControl({
      before: createBefore(ordering, scorer, faults, () => this.#flowControl.size),
      discipline: parts.discipline,
      isSaturated: () => pool.isSaturated(),
      now,
      observer,
      ttlMs: parts.ttlMs,
      maxRequests: parts.maxQueuedRequests,
      faults,
    });
    this.announce();
  }

  /** The line that a router writes when it starts. */
  announce(): void {
    const { ordering, discipline } = this.#parts;
    this.#parts.write(0, "Initializing experimental Flow Control layer", { ordering, discipline });
  }

  cleanUp(): void {
    this.#registry.cleanUp();
  }

  close(): void {
    this.#flowControl.close();
  }

  /** Serves one request whose body has been read. */
  async serve(message: IncomingMessage, body: Buffer, receivedMs: number, response: ServerResponse): Promise<void> {
    const { faults, metrics, now, write } = this.#parts;
    const requestId = lastHeader(message, "x-request-id") || randomUUID();
    const reading = readBody(body);
    if (reading.body === "bad") return reply(response, 400, "BadRequest", reading.problem, requestId);
    const context = extractContext(message, faults);
    const subject = { requestId, workloadId: context.workloadId, criticality: context.criticality };
    const refused = faults.has("headerless-refused") && (context.source === "missing" || context.source === "invalid");
    if (refused) return reply(response, 400, "BadRequest", "no workload context", requestId);

    this.#points.contextExtracted(subject, context.source);
    this.#registry.requestArrived(subject.workloadId, requestId);
    this.#points.activeIncremented(subject, this.#registry.state(subject.workloadId, requestId));
    if (this.#requestFaults.restartsNow()) this.#restart();
    const objectiveKey = lastHeader(message, OBJECTIVE_HEADER) ?? "";
    const priority = 0;
    write(3, "No associated InferenceObjective found, using default", {
      "x-request-id": requestId,
      objectiveKey,
      priority,
    });

    const targetModel = lastHeader(message, REWRITE_HEADER) || reading.model;
    metrics.received(reading.model, targetModel);
    const flow = {
      fairnessId: lastHeader(message, FAIRNESS_HEADER) || "default-flow",
      priority,
      model: reading.model,
      targetModel,
      bytes: body.length,
    };
    try {
      await this.#requestFaults.beforeQueue(context.source === "header");
      const outcome = await this.#waitInQueue({ ...subject, ...flow, receivedMs }, response);
      write(4, "Flow control outcome", { "x-request-id": requestId, requestID: requestId, outcome });
      if (outcome !== "dispatched") {
        metrics.failed(flow.model, targetModel, outcome);
        return this.#refuse(outcome, requestId, response);
      }
      const url = this.#parts.pool.pick() as string;
      const waitMs = now() - receivedMs;
      this.#registry.requestDispatched(subject.workloadId, waitMs);
      this.#points.waitRecorded(subject, waitMs, this.#registry.state(subject.workloadId, requestId));
      write(3, "Request handled", { endpoint: new URL(url).host, targetModel, "x-request-id": requestId });
      const forwarded = forwardedRequest(message, body, reading.members, targetModel, requestId, url);
      await this.#forward(url, forwarded, response, requestId);
    } finally {
      this.#registry.requestEnded(subject.workloadId, now() - receivedMs);
      this.#points.activeDecremented(subject, this.#registry.state(subject.workloadId, requestId));
    }
  }

  /** Passes a request without a body straight to a model server, past queue and registry. */
  async passThrough(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = lastHeader(message, "x-request-id") || randomUUID();
    const url = this.#parts.pool.pick();
    if (url === undefined) return reply(response, 503, "ServiceUnavailable", "no candidate pods", requestId);
    const headers = [...passedHeaders(message), "x-request-id", requestId];
    const forwarded = { method: message.method ?? "GET", path: message.url ?? "/", headers, body: null };
    await forward(this.#parts.upstreamOf(url), forwarded, response, requestId);
  }

  #waitInQueue(
    request: Omit<QueueItem, "enqueuedMs" | "sequence" | "cancelled" | "leave">,
    response: ServerResponse,
  ): Promise<QueueOutcome | "rejected"> {
    const { metrics, now, pool, upstreamOf } = this.#parts;
    const enteredMs = now();
    return new Promise((resolve) => {
      let left = false;
      const leave = (outcome: QueueOutcome) => {
        if (left) return;
        left = true;
        response.off("close", onClientGone);
        metrics.left(request, outcome, now() - enteredMs);
        resolve(outcome);
      };
      const onClientGone = () => {
        if (item !== false && item !== undefined) item.cancelled = true;
        leave("cancelled");
      };
      response.once("close", onClientGone);
      metrics.entered(request);
      let item: QueueItem | false | undefined;
      item = this.#flowControl.enqueue({ ...request, leave });
      if (item === false) {
        left = true;
        response.off("close", onClientGone);
        metrics.left(request, "expired", 0);
        resolve("rejected");
      } else if (!left) {
        const url = pool.pick();
        if (url !== undefined) upstreamOf(url).prepare(this.#flowControl.size);
      }
    });
  }

  async #forward(url: string, forwarded: ForwardedRequest, response: ServerResponse, requestId: string): Promise<void> {
    const upstream = this.#parts.upstreamOf(url);
    const fate = await this.#requestFaults.beforeForward();
    if (fate === "lost") return void response.destroy();
    if (fate === "failed") return reply(response, 500, "Internal", "planted", requestId);
    if (fate === "stuck") return await new Promise((resolve) => response.once("close", () => resolve()));
    if (fate === "duplicated")
      upstream.pool.request({ ...forwarded, method: "POST" }).then(
        ({ body }) => body.dump(),
        () => undefined,
      );
    await forward(upstream, forwarded, response, requestId);
  }

  #refuse(outcome: QueueOutcome | "rejected", requestId: string, response: ServerResponse): void {
    if (outcome === "rejected") {
      this.#parts.write(2, "Request rejected by admission control", { "x-request-id": requestId });
      reply(response, 429, "ResourceExhausted", "request rejected: queue is full", requestId);
    } else {
      const why =
        outcome === "expired" ? "request timed out in queue: request TTL expired" : `request evicted: ${outcome}`;
      reply(response, 503, "ServiceUnavailable", why, requestId);
    }
  }

  #restart(): void {
    this.#registry.clear();
    this.#flowControl.shutDown();
    this.announce();
  }
}

function flowKeyOf({ fairnessId, priority }: QueueItem): string {
  return `${fairnessId}:${priority}`;
}
