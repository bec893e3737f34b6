import type { Outcome } from "@wa-routing/protocol";

/** How a request with this status ended: 2xx completed, 429 rejected, 503 evicted from the router's queue, else failed. */
export function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return "completed";
  if (status === 429) return "rejected";
  return status === 503 ? "evicted" : "failed";
}

// No file descriptor, no port, no buffer, no memory: of this machine.
const LOCAL_CODES = new Set(["EMFILE", "ENFILE", "ENOBUFS", "EADDRNOTAVAIL", "EADDRINUSE", "ENOMEM"]);

/** How a request ended that has no whole answer, by its error's code: `local` where this machine could not send it. */
export function outcomeOfError(code: string): "local" | "transport" {
  return LOCAL_CODES.has(code) ? "local" : "transport";
}

/** A short, stable name of a transport error: `ECONNREFUSED`, `UND_ERR_SOCKET`, `ABORTED`. */
export function errorCodeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: string };
  if (typeof code === "string" && code !== "") return code;
  if (cause !== undefined && cause !== null) return errorCodeOf(cause);
  return name ?? "UNKNOWN";
}
