/** What both sides of a model server bear: a body that comes too slowly ends, an idle connection stays. */
export function serverLimits(bodyTimeoutMs: number) {
  return {
    logger: false,
    keepAliveTimeout: 600_000,
    requestTimeout: bodyTimeoutMs,
    http: { headersTimeout: bodyTimeoutMs, connectionsCheckingInterval: Math.ceil(bodyTimeoutMs / 4) },
  } as const;
}
