import type { Outcome } from "@wa-routing/protocol";

/** How a request with this status ended: 2xx completed, 429 rejected, 503 evicted from the router's queue, else failed. */
export function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return "completed";
  if (status === 429) return "rejected";
  return status === 503 ? "evicted" : "failed";
}

/** A short, stable name of a transport error: `ECONNREFUSED`, `UND_ERR_SOCKET`, `ABORTED`. */
export function errorCodeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: string };
  if (typeof code === "string" && code !== "") return code;
  if (cause !== undefined && cause !== null) return errorCodeOf(cause);
  return name ?? "UNKNOWN";
}
