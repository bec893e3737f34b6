import { isSecretHeader, WaRoutingError } from "@wa-routing/protocol/sending";

/** How TLS is spoken with an address. Texts are PEM. */
export interface TlsOptions {
  /** Certificates of authorities that are trusted, in place of those that Node knows. */
  readonly ca?: string;
  /** The client's own certificate, and its key. */
  readonly cert?: string;
  readonly key?: string;
  /** `false`: whoever answers is believed. Default `true`. */
  readonly verify?: boolean;
}

/**
 * An HTTP address, and how it is reached. Data, so that a process that is started reaches it alike. Whether there is a proxy on the way
 * is said by the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`.
 */
export interface Address {
  /** `https://gateway.example`, perhaps with a path; without `/` or `/v1` at its end, as {@link rootOf} leaves it. */
  readonly url: string;
  /** Sent with each request to it. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /**
   * Every request goes on one connection, by HTTP/2 without TLS (prior knowledge: RFC 9113, section 3.3), so that they arrive in the order
   * of their sending where the way keeps none between connections, as kubectl's port-forward. What answers there must speak it.
   */
  readonly oneConnection?: boolean;
}

/** The address in front of `/v1`, also where it was given with it, as clients of OpenAI's API take it. */
export function rootOf(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/v1$/, "");
}

/** The header that carries a token; none where there is no token. */
export function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** Whether an address is this machine's own, by its name. */
export function isLoopback(url: string): boolean {
  return /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname);
}

/** What is shorter stands in too much that is none of its own. */
const SHORTEST_SECRET = 4;

/** What somebody else wrote, without the secrets that were sent to them: servers quote a wrong token. */
export function withoutSecrets(text: string, headers: Address["headers"] = {}): string {
  const secrets = Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+ +/, "")])
    .filter(({ length }) => length >= SHORTEST_SECRET);
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, "***"), text);
}

/**
 * Whether a text is an address that requests can be sent to.
 *
 * @throws WaRoutingError `CLIENT_OPTION_INVALID`
 */
export function checkAddress(field: string, url: string): URL {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : null;
  const fault = parsed === null || !/^https?:$/.test(parsed.protocol) ? "address" : parsed.username ? "user" : null;
  if (parsed !== null && fault === null) return parsed;
  throw new WaRoutingError(fault === "user" ? `${field} holds a user's name` : `${field} is ${JSON.stringify(url)}`, {
    code: "CLIENT_OPTION_INVALID",
    field,
    expected:
      fault === "user"
        ? "an address without user and password, which would be shown wherever it stands"
        : "an http:// or https:// address, such as http://127.0.0.1:8081",
    ...(fault === "user" ? { remedy: "send them in the header Authorization" } : {}),
  });
}
