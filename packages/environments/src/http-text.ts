import { type Address, sharedTransport, withoutSecrets } from "@wa-routing/client";
import { WaRoutingError } from "@wa-routing/protocol";
import { request } from "undici";
import { causeOfSilence } from "./cause-of-silence.ts";

interface TextRequest {
  /** Follows the address. */
  readonly path?: string;
  readonly method?: "GET" | "PUT" | "POST";
  readonly json?: unknown;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a control request is sent to; a text: an address that needs nothing of its own. */
export type Target = Address | string;

/**
 * One control request (metrics, gate, admin), and its body as text.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE` or `ENDPOINT_REFUSED`, naming the URL and what came instead of a 2xx.
 */
export async function httpText(
  target: Target,
  { path = "", method = "GET", json, timeoutMs = 5000, signal }: TextRequest = {},
): Promise<string> {
  const address = addressOf(target);
  const { headers = {} } = address;
  const dispatcher = sharedTransport(address);
  const url = `${address.url}${path}`;
  try {
    const response = await request(url, {
      method,
      headers: { ...headers, ...(json === undefined ? {} : { "content-type": "application/json" }) },
      body: json === undefined ? null : JSON.stringify(json),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(dispatcher === undefined ? {} : { dispatcher }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.body.text();
    if (response.statusCode >= 200 && response.statusCode < 300) return text;
    throw new WaRoutingError(
      `${method} ${url} answered ${response.statusCode}: ${withoutSecrets(text, headers).slice(0, 200)}`,
      {
        code: "ENDPOINT_REFUSED",
        field: url,
        value: response.statusCode,
        expected: "a status of 2xx",
      },
    );
  } catch (error) {
    if (error instanceof WaRoutingError) throw error;
    throw unreachable(method, url, error);
  }
}

/** What is thrown for an address that gave no answer at all, with the cause. */
export function unreachable(method: string, url: string, error: unknown): WaRoutingError {
  const { says, remedy } = causeOfSilence(url, error);
  return new WaRoutingError(`${method} ${url} got no answer: ${says}`, {
    code: "ENDPOINT_UNREACHABLE",
    field: url,
    expected: "an HTTP server at this address",
    remedy,
    cause: error,
  });
}

export function addressOf(target: Target): Address {
  return typeof target === "string" ? { url: target } : target;
}
