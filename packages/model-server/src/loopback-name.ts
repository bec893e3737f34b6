import { isIPv4 } from "node:net";

/** Whether a name or address, without its port, can mean nothing but this host. */
export function isLoopbackName(name: string): boolean {
  const lower = name.toLowerCase();
  if (isIPv4(lower)) return lower.startsWith("127.");
  return ["localhost", "::1", "[::1]"].includes(lower) || lower.endsWith(".localhost");
}

/** The name in a Host header, without the port: `[::1]:8000` is `[::1]`. */
export function nameInHost(header: string | undefined): string {
  return (header ?? "").replace(/:\d*$/, "");
}
