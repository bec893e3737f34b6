import { connect } from "node:http2";
import type { ConnectOptions } from "../connect-options.ts";

const ANSWER_MS = 3000;

/**
 * How a gateway gets requests behind a `kubectl port-forward`. Each connection is a stream of its own there, which takes some ms to come
 * about: on several, requests overtake each other before the gateway has seen them. On one they do not, where the gateway speaks HTTP/2.
 */
export async function onOneConnection(
  forwardedUrl: string,
  signal?: AbortSignal,
): Promise<Pick<ConnectOptions, "oneConnection">> {
  return (await speaksHttp2(forwardedUrl, signal)) ? { oneConnection: true } : {};
}

/** Whether what answers at an `http:` address speaks HTTP/2 there from the first byte, without TLS (RFC 9113, section 3.3). */
async function speaksHttp2(url: string, signal: AbortSignal | undefined): Promise<boolean> {
  signal?.throwIfAborted();
  const session = connect(url);
  const late = AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal === undefined ? [] : [signal])]);
  try {
    return await new Promise<boolean>((resolve) => {
      session.once("remoteSettings", () => resolve(true));
      for (const ends of ["error", "close"]) session.once(ends, () => resolve(false));
      late.addEventListener("abort", () => resolve(false), { once: true });
    });
  } finally {
    session.destroy();
  }
}
