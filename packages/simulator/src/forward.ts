import type { ServerResponse } from "node:http";
import type { Upstream } from "./upstream.ts";

/** A request on its way to a model server. */
export interface ForwardedRequest {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer | null;
}

const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"]);

/** Headers of a response that are not passed on, and what the gateway adds. */
const MARK = { "x-went-into-resp-headers": "true" } as const;

/**
 * Sends a request to a model server and passes the answer on as it comes, chunk by chunk.
 *
 * Ends when the answer has been passed on, or when either side has gone away.
 */
export function forward(
  upstream: Upstream,
  { method, path, headers, body }: ForwardedRequest,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  return new Promise((resolve) => {
    let abort: (() => void) | null = null;
    let answered = false;
    const onClientGone = () => {
      abort?.();
      resolve();
    };
    response.once("close", onClientGone);
    const finish = () => {
      response.off("close", onClientGone);
      resolve();
    };
    upstream.pool.dispatch(
      { method: method as "POST", path, headers, body },
      {
        onRequestStart(controller) {
          abort = () => controller.abort(new Error("the client has gone away"));
        },
        onResponseStart(_controller, status, received) {
          answered = true;
          const passed = Object.entries(received).filter(([name]) => !HOP_BY_HOP.has(name));
          response.writeHead(status, { ...Object.fromEntries(passed), ...MARK, "x-request-id": requestId });
        },
        onResponseData(controller, chunk) {
          if (response.write(chunk)) return;
          controller.pause();
          response.once("drain", () => controller.resume());
        },
        onResponseEnd() {
          response.end();
          finish();
        },
        onResponseError(_controller, error) {
          if (answered) response.destroy();
          else if (!response.headersSent && !response.destroyed) {
            response.writeHead(503, { "content-type": "text/plain", "x-request-id": requestId });
            response.end(`upstream connect error or disconnect/reset before headers: ${error.message}`);
          }
          finish();
        },
      },
    );
  });
}
