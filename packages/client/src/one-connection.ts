import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";
import type { Dispatcher } from "undici";

/** Requests that a connection takes at a time, until the server has said how many. */
const STREAMS = 1000;

/** What a connection tells of one request; undici's own handlers are told the same. */
export interface StreamHandler {
  onRequestStart(controller: Pick<Dispatcher.DispatchController, "abort">): void;
  onResponseStart(controller: unknown, status: number, headers: IncomingHttpHeaders): void;
  onResponseData(controller: unknown, chunk: Buffer): void;
  onResponseEnd(): void;
  onResponseError(controller: unknown, error: Error): void;
}

/**
 * Sends all requests on one connection, by HTTP/2 without TLS (prior knowledge: RFC 9113, section 3.3), in the order in which they are
 * given. Broken, it is opened anew by the next request; none is sent twice. When as many are under way as the server takes on one (Envoy
 * is often told 100), the next opens another beside it: none waits here. What is idle holds no process up.
 *
 * In place of undici's `H2CClient`, which sends requests that change something one after the other, and others again when the
 * connection breaks.
 */
export class OneConnection {
  readonly #origin: string;
  /** Requests under way on each that is open. */
  readonly #sessions = new Map<ClientHttp2Session, number>();
  #most = STREAMS;

  constructor(origin: string) {
    this.#origin = origin;
  }

  dispatch({ path, headers, body }: Dispatcher.DispatchOptions, handler: StreamHandler): boolean {
    const session = this.#free();
    const stream = session.request({ ...(headers as OutgoingHttpHeaders), ":method": "POST", ":path": path });
    this.#count(session, 1);
    stream.once("close", () => this.#count(session, -1));
    handler.onRequestStart({ abort: () => stream.close(constants.NGHTTP2_CANCEL) });
    tellOf(stream, handler);
    stream.end(body);
    return true;
  }

  destroy(): Promise<void> {
    for (const session of this.#sessions.keys()) session.destroy();
    return Promise.resolve();
  }

  /** The first that takes one more. */
  #free(): ClientHttp2Session {
    for (const [session, underWay] of this.#sessions) {
      if (!session.closed && !session.destroyed && underWay < this.#most) return session;
    }
    const session = connect(this.#origin, { peerMaxConcurrentStreams: this.#most });
    this.#sessions.set(session, 0);
    session
      .on("remoteSettings", ({ maxConcurrentStreams = STREAMS }) => {
        this.#most = maxConcurrentStreams;
      })
      // What breaks it is told to each of its requests.
      .on("error", () => undefined)
      // Told that the other side takes no more, it ends what is under way, and is no longer open.
      .on("goaway", () => session.close())
      .on("close", () => this.#sessions.delete(session));
    return session;
  }

  #count(session: ClientHttp2Session, change: 1 | -1): void {
    const underWay = this.#sessions.get(session);
    if (underWay === undefined) return;
    this.#sessions.set(session, underWay + change);
    if (underWay + change === 0) session.unref();
    else session.ref();
  }
}

function tellOf(stream: ClientHttp2Stream, handler: StreamHandler): void {
  let isWhole = false;
  let broken: Error | null = null;
  stream
    .on("response", (headers) => handler.onResponseStart(null, headers[":status"] ?? 0, headers))
    .on("data", (chunk: Buffer) => handler.onResponseData(null, chunk))
    .on("end", () => {
      // Also of a stream that the other side has cut off.
      isWhole = stream.rstCode === constants.NGHTTP2_NO_ERROR;
    })
    .on("error", (error: Error) => {
      broken = error;
    })
    .once("close", () => {
      if (isWhole && broken === null) handler.onResponseEnd();
      else handler.onResponseError(null, broken ?? new StreamClosed(stream.rstCode ?? constants.NGHTTP2_NO_ERROR));
    });
}

/** A stream that was closed before its answer was whole. */
class StreamClosed extends Error {
  readonly code = "HTTP2_STREAM_CLOSED";

  constructor(http2Code: number) {
    super(`the stream was closed before its answer was whole, HTTP/2 error code ${http2Code}`);
  }
}
