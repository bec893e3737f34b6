import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import { type Address, isLoopback, type TlsOptions } from "./address.ts";
import { KeptConnection } from "./kept-connection.ts";

/** How connections are kept, and for how long what is awaited. */
export type TransportOptions = Pick<
  Pool.Options,
  "connections" | "pipelining" | "headersTimeout" | "bodyTimeout" | "keepAliveTimeout"
>;

/**
 * What sends requests to an address: by connections of its own, or through the proxy that the environment names (`HTTPS_PROXY`,
 * `HTTP_PROXY`, `NO_PROXY`). An address of this machine is never sought through a proxy.
 *
 * A proxy's agent takes headers as an object; lines of one name are a list in it.
 */
export function createTransport(
  { url, tls }: Pick<Address, "url" | "tls">,
  options: TransportOptions = {},
): Dispatcher {
  const spoken = tlsOptions(tls);
  // A request's own time limit ends what does not connect.
  const given = { ...options, connect: { ...spoken, timeout: 0 } };
  if (!isProxied(url)) return new Pool(new URL(url).origin, { ...given, factory: keptConnection });
  return new EnvHttpProxyAgent({
    ...given,
    requestTls: spoken,
    factory: (origin, of) => new Pool(origin, { ...(of as Pool.Options), factory: keptConnection }),
  });
}

/** Whether there may be a proxy on the way to an address; which one, and whether NO_PROXY excepts it, is seen when it is used. */
export function isProxied(url: string): boolean {
  const { http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY } = process.env;
  return !isLoopback(url) && [http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY].some((proxy) => proxy);
}

const PLAIN = {};
const shared = { direct: new WeakMap<object, Dispatcher>(), proxied: new WeakMap<object, Dispatcher>() };

/**
 * As {@link createTransport}, shared by all control requests that speak TLS alike: their idle connections hold no process up. Undefined:
 * the address needs nothing of its own.
 */
export function sharedTransport({ url, tls = PLAIN }: Pick<Address, "url" | "tls">): Dispatcher | undefined {
  const proxied = isProxied(url);
  if (tls === PLAIN && !proxied) return undefined;
  const known = proxied ? shared.proxied : shared.direct;
  const connect = tlsOptions(tls);
  const agent =
    known.get(tls) ?? (proxied ? new EnvHttpProxyAgent({ connect, requestTls: connect }) : new Agent({ connect }));
  known.set(tls, agent);
  return agent;
}

function keptConnection(origin: URL, options: object): KeptConnection {
  return new KeptConnection(origin, options);
}

function tlsOptions({ ca, cert, key, verify }: TlsOptions = {}) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(verify === false ? { rejectUnauthorized: false } : {}),
  };
}
