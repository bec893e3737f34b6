import { type Address, bearer, rootOf } from "@wa-routing/client";
import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import type { ConnectOptions } from "./connect-options.ts";

/** Everything of a gateway that requests are sent to, each with how it is reached. */
export interface GatewayAddresses {
  readonly gateway: Address;
  /** Null: not given. */
  readonly metrics: Address | null;
  readonly modelServers: readonly Address[];
  readonly admins: readonly Address[];
}

/** The addresses of a gateway: TLS is spoken alike with all of them, and each kind has a token of its own. */
export function gatewayAddresses(options: ConnectOptions): GatewayAddresses {
  const { gatewayUrl, headers = {}, bearerToken, oneConnection = false, tls } = options;
  const { routerMetricsUrl, routerMetricsToken, modelServerUrls = [], modelServerAdminUrls = [], adminToken } = options;
  const reached = (url: string, sent: Readonly<Record<string, string>>): Address => ({
    url,
    ...(Object.keys(sent).length === 0 ? {} : { headers: sent }),
    ...(tls === undefined ? {} : { tls }),
  });
  const modelServer = (url: string) => reached(rootOf(url), bearer(adminToken));
  return {
    gateway: {
      ...reached(rootOf(gatewayUrl), { ...headers, ...bearer(bearerToken) }),
      ...(oneConnection ? { oneConnection } : {}),
    },
    metrics: routerMetricsUrl === undefined ? null : reached(routerMetricsUrl, bearer(routerMetricsToken)),
    modelServers: modelServerUrls.map(modelServer),
    admins: modelServerAdminUrls.map(modelServer),
  };
}

const PARTIES = {
  gateway: { name: "the gateway", option: "--envoy-url", token: "--bearer-token-file" },
  metrics: { name: "the router's metrics", option: "--router-metrics-url", token: "--router-metrics-token-file" },
  admin: { name: "the model server", option: "--model-server-admin-url", token: "--admin-token-file" },
} as const;

/** Does what asks one of them, and names it in what goes wrong: whose refusal it is, and which option puts it right. */
export async function asking<Answer>(
  party: keyof typeof PARTIES,
  { headers = {} }: Address,
  work: Promise<Answer>,
): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (!isWaRoutingError(error)) throw error;
    const { name, option, token } = PARTIES[party];
    const { code, message, value, expected, remedy } = error;
    const wantsToken = code === "ENDPOINT_REFUSED" && isUnauthorized(value);
    if (!wantsToken && code !== "ENDPOINT_UNREACHABLE") throw error;
    const hasToken = headers.authorization !== undefined;
    throw new WaRoutingError(`${name} (${option}): ${message}`, {
      code: wantsToken ? "NOT_AUTHORIZED" : code,
      field: option,
      value,
      ...(expected === undefined ? {} : { expected }),
      ...(remedy === undefined ? {} : { remedy }),
      ...(wantsToken ? { remedy: hasToken ? `check the token of ${token}` : `give its token with ${token} FILE` } : {}),
      cause: error,
    });
  }
}

/** Whether a status says that a token is missing, wrong or not enough. */
export function isUnauthorized(status: unknown): boolean {
  return status === 401 || status === 403;
}
