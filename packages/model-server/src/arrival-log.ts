import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type ArrivalRecord, CORRELATION_HEADER, WORKLOAD_CONTEXT_HEADER } from "@wa-routing/protocol";

/** What is noted at the moment at which a request's headers are there. */
export type Arrival = Pick<ArrivalRecord, "sequence" | "arrivedMs" | "concurrency">;

/**
 * The requests that a model server saw, in the order in which their headers came. Append-only.
 *
 * `arrivedMs` is the host's monotonic clock, which all processes of a host share.
 */
export class ArrivalLog {
  /** Of this log alone: a model server that starts anew begins another. */
  readonly id = randomUUID();
  readonly #modelServer: string;
  readonly #records: ArrivalRecord[] = [];
  readonly #followers = new Set<(record: ArrivalRecord) => void>();
  #sequence = 0;

  constructor(modelServer: string) {
    this.#modelServer = modelServer;
  }

  /** Takes place and time of a request; the record is written with {@link record}, once the body is known. */
  arrive(concurrency: number): Arrival {
    return { sequence: this.#sequence++, arrivedMs: hostMonotonicMs(), concurrency };
  }

  record(arrival: Arrival, message: IncomingMessage, model: string | null): void {
    const record: ArrivalRecord = {
      modelServer: this.#modelServer,
      ...arrival,
      id: headerOf(message, CORRELATION_HEADER),
      requestId: headerOf(message, "x-request-id"),
      contextHeader: headerOf(message, WORKLOAD_CONTEXT_HEADER),
      model,
      path: message.url ?? "",
    };
    this.#records.push(record);
    for (const follower of this.#followers) follower(record);
  }

  /** The next sequence number: `after` this, nothing has been seen yet. */
  get nextSequence(): number {
    return this.#sequence;
  }

  /** Records with a sequence of at least `from`. */
  since(from: number): readonly ArrivalRecord[] {
    return this.#records.filter(({ sequence }) => sequence >= from);
  }

  /** Hands over what comes from now on. Returns how to stop. */
  follow(follower: (record: ArrivalRecord) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

function hostMonotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Several lines of one header are joined by ", ", as Node does. */
function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(", ") : value;
}
