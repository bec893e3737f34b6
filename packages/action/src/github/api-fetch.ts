const PROXY_VARIABLES = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];

/**
 * The `fetch` for an API. A proxy is used where the runner names one, whatever Node itself makes of those variables, and never for
 * this machine.
 */
export async function apiFetch(
  apiUrl: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<typeof fetch> {
  const isNamed = PROXY_VARIABLES.some((name) => (environment[name] ?? "") !== "");
  if (!isNamed) return fetch;
  const undici = await import("undici");
  const dispatcher = isLoopback(new URL(apiUrl).hostname) ? new undici.Agent() : new undici.EnvHttpProxyAgent();
  return ((input: string, init: object) => undici.fetch(input, { ...init, dispatcher })) as unknown as typeof fetch;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
