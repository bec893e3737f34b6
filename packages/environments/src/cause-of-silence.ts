import { isNameOfCluster } from "./kubernetes/name-of-cluster.ts";

/** Why an address gave no answer, in words, and what to do about it. */
export interface CauseOfSilence {
  readonly says: string;
  readonly remedy: string;
}

interface Failed {
  readonly host: string;
  /** With the port, also where the address leaves it out. */
  readonly hostAndPort: string;
  readonly message: string;
}

type Row = readonly [codes: RegExp, says: (failed: Failed) => string, remedy: string | ((failed: Failed) => string)];

const CHECK = "check the address, and that the server is running";
const TRUST =
  "give the authority's certificate with --cacert FILE, or believe whoever answers with --insecure-skip-tls-verify";
const UNREAD = "check the address: https:// where TLS is spoken, http:// where it is not";

// By the codes of Node, OpenSSL and undici; the first row that fits.
const CAUSES: readonly Row[] = [
  [/^ECONNREFUSED$/, ({ hostAndPort }) => `nothing listens at ${hostAndPort} (ECONNREFUSED)`, CHECK],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    ({ host }) => `the name ${host} cannot be resolved`,
    ({ host }) =>
      isNameOfCluster(host)
        ? "such a name is known inside the cluster only: forward the port (kubectl port-forward), or run it inside"
        : "check the name for a misspelling, and that this machine's DNS knows it",
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
    ({ hostAndPort, message }) => `there is no way to ${hostAndPort}: ${message}`,
    "check the address, and the network between",
  ],
  [
    /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
    ({ hostAndPort }) => `no connection to ${hostAndPort} was made in time`,
    "check the address, and what may drop packets on the way: firewalls, network policies, a proxy (HTTPS_PROXY, NO_PROXY)",
  ],
  [
    /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/,
    ({ hostAndPort }) => `${hostAndPort} took the request, and did not answer in time`,
    "look at the server's own log",
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$|^UND_ERR_PRX_TLS$/,
    ({ host, message }) => `its certificate is for other names than ${host}: ${message}`,
    "use an address that the certificate names",
  ],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, ({ message }) => `its certificate is not valid now: ${message}`, TRUST],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/,
    ({ message }) => `its certificate is not from an authority that is trusted: ${message}`,
    TRUST,
  ],
  [
    /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_HANDSHAKE_FAILURE|ALERT_UNKNOWN_CA/,
    () => "it wants another certificate of this client",
    "give --client-cert FILE and --client-key FILE",
  ],
  [/^ERR_SSL_WRONG_VERSION_NUMBER$|^EPROTO$/, ({ hostAndPort }) => `${hostAndPort} does not speak TLS`, UNREAD],
  [/^HPE_/, ({ hostAndPort, message }) => `${hostAndPort} does not speak HTTP: ${message}`, UNREAD],
  [
    /^(ECONNRESET|UND_ERR_SOCKET|EPIPE)$/,
    ({ hostAndPort, message }) => `${hostAndPort} closed the connection without an answer (${message})`,
    UNREAD,
  ],
];

/** The cause of a request's error, for whoever has to put it right. */
export function causeOfSilence(url: string, error: unknown): CauseOfSilence {
  const { hostname: host, port, protocol } = new URL(url);
  const { code, message } = innermost(error);
  const failed = { host, hostAndPort: `${host}:${port || (protocol === "https:" ? 443 : 80)}`, message };
  const [, says, remedy] = CAUSES.find(([codes]) => codes.test(code)) ?? [];
  if (says === undefined || remedy === undefined) return { says: message, remedy: CHECK };
  const elsewhere = /ECONNREFUSED (\S+:\d+)/.exec(message)?.[1];
  const words = says(failed);
  return {
    // Where a proxy, or a name, leads elsewhere.
    says: elsewhere === undefined || words.includes(elsewhere) ? words : `${words}: ${message}`,
    remedy: typeof remedy === "function" ? remedy(failed) : remedy,
  };
}

/** The first error that has a code, behind those that only pass it on or gather several. */
function innermost(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message, cause, errors, name } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
    cause?: unknown;
    errors?: readonly unknown[];
    name?: unknown;
  };
  const text = typeof message === "string" && message !== "" ? message.trim() : String(error);
  if (Array.isArray(errors) && errors.length > 0) return innermost(errors[0]);
  if (typeof code === "string" && code !== "") return { code, message: text };
  if (name === "HTTPParserError") return { code: "HPE_", message: text };
  return cause === undefined || cause === null ? { code: "", message: text } : innermost(cause);
}
