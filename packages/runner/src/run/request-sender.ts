import { type Address, createWorkloadClient, type WorkloadClient } from "@wa-routing/client";
import {
  type PlannedRequest,
  type RequestRecord,
  type RequestShape,
  type Route,
  WaRoutingError,
} from "@wa-routing/protocol";
import type { RunClock } from "./run-clock.ts";
import { sendShaped } from "./send-shaped.ts";
import { ServedModel } from "./served-model.ts";

/** Where requests go, and what becomes of their records. */
export interface SenderOptions {
  readonly gateway: Address;
  readonly routes: ReadonlyMap<Route, Address>;
  readonly model: string;
  readonly shape: RequestShape;
  readonly clock: RunClock;
  readonly signal: AbortSignal;
  readonly onRecord: (record: RequestRecord) => void;
}

/** Where a request stands in its plan. */
export type SentAs = Pick<RequestRecord, "trial" | "arm" | "stepIndex" | "primed">;

/** Sends the requests of one scenario, each by its route, and knows which have not ended. */
export class RequestSender {
  readonly #options: SenderOptions;
  readonly #gateway: WorkloadClient;
  readonly #routes: ReadonlyMap<Route, WorkloadClient>;
  readonly #model: ServedModel;
  #sequence = 0;
  #inFlight: Promise<RequestRecord>[] = [];
  #giveUp = new AbortController();

  constructor(options: SenderOptions) {
    const { gateway, routes, model, clock } = options;
    const clientOf = ({ url, ...reached }: Address) =>
      createWorkloadClient({ baseUrl: url, ...reached, model, originMs: clock.originMs });
    this.#options = options;
    this.#gateway = clientOf(gateway);
    this.#model = new ServedModel(gateway, model);
    this.#routes = new Map([...routes].map(([route, address]) => [route, clientOf(address)]));
  }

  send(request: PlannedRequest, arrivalMs: number, as: SentAs): Promise<RequestRecord> {
    const { id, workload, workloadId, criticality, contextHeaders, headers, route } = request;
    const { shape, signal, onRecord } = this.#options;
    const client = route === undefined ? this.#gateway : this.#clientOf(route);
    // Clients count their own; the order of sending is that of all of them.
    const sequence = this.#sequence++;
    const sent = sendShaped(client, shape, {
      id,
      arrivalMs,
      contextHeaders,
      ...(headers === undefined ? {} : { headers }),
      signal: AbortSignal.any([signal, this.#giveUp.signal]),
      labels: { ...as, workload, workloadId, criticality },
    }).then(async (answered) => {
      const record = { ...answered, sequence, ...(route === undefined ? {} : { route }) };
      onRecord(record);
      if (route === undefined) await this.#model.see(record);
      return record;
    });
    this.#inFlight.push(sent);
    return sent;
  }

  /**
   * Waits until every request has ended; those that have not by the deadline are given up.
   *
   * @throws WaRoutingError `DRAIN_DEADLINE`
   */
  async drain(deadlineMs: number): Promise<void> {
    const waiting = this.#inFlight;
    const reason = new DOMException(
      `no answer by the end of the drain, ${deadlineMs} ms after the last step`,
      "TimeoutError",
    );
    const timer = setTimeout(() => this.#giveUp.abort(reason), deadlineMs);
    await Promise.all(waiting);
    clearTimeout(timer);
    this.#inFlight = [];
    if (this.#giveUp.signal.aborted) {
      this.#giveUp = new AbortController();
      throw new WaRoutingError(reason.message, { code: "DRAIN_DEADLINE" });
    }
    this.#options.signal.throwIfAborted();
  }

  /** @throws WaRoutingError `MODEL_NOT_SERVED`, `NOT_AUTHORIZED` */
  failIfNotServed(): void {
    this.#model.failIfNot();
  }

  /** Gives up what is under way. */
  async end(): Promise<void> {
    this.#giveUp.abort();
    await Promise.allSettled(this.#inFlight);
    await Promise.all([this.#gateway, ...this.#routes.values()].map((client) => client.close()));
  }

  #clientOf(route: Route): WorkloadClient {
    const client = this.#routes.get(route);
    if (client !== undefined) return client;
    throw new WaRoutingError(`the plan sends by the route ${route}, which this environment does not have`, {
      code: "ROUTE_MISSING",
      value: route,
      expected: "a plan for the routes of the environment",
    });
  }
}
