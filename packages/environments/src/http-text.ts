import { WaRoutingError } from "@wa-routing/protocol";
import { request } from "undici";

interface TextRequest {
  readonly method?: "GET" | "PUT" | "POST";
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One control request (metrics, gate, admin), and its body as text.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE` or `ENDPOINT_REFUSED`, naming the URL and what came instead of a 2xx.
 */
export async function httpText(
  url: string,
  { method = "GET", json, headers = {}, timeoutMs = 5000, signal }: TextRequest = {},
): Promise<string> {
  try {
    const response = await request(url, {
      method,
      headers: { ...headers, ...(json === undefined ? {} : { "content-type": "application/json" }) },
      body: json === undefined ? null : JSON.stringify(json),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.body.text();
    if (response.statusCode >= 200 && response.statusCode < 300) return text;
    throw new WaRoutingError(`${method} ${url} answered ${response.statusCode}: ${text.slice(0, 200)}`, {
      code: "ENDPOINT_REFUSED",
      field: url,
      value: response.statusCode,
      expected: "a status of 2xx",
    });
  } catch (error) {
    if (error instanceof WaRoutingError) throw error;
    throw unreachable(method, url, error);
  }
}

/** What is thrown for an address that gave no answer at all. */
export function unreachable(method: string, url: string, error: unknown): WaRoutingError {
  const reason = error instanceof Error ? error.message || String(error) : error;
  return new WaRoutingError(`${method} ${url} got no answer: ${reason}`, {
    code: "ENDPOINT_UNREACHABLE",
    field: url,
    expected: "an HTTP server at this address",
    remedy: "check the address, and that the server is running",
    cause: error,
  });
}
