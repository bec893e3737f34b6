import { createSecureContext } from "node:tls";
import type { ConnectOptions } from "@wa-routing/environments";
import { isSecretHeader, RESERVED_HEADERS, WaRoutingError } from "@wa-routing/protocol/sending";
import { readTextFile } from "../folder/text-file.ts";
import type { GatewayChoice } from "./gateway-options.ts";

/** How the addresses of a gateway are reached: headers, tokens, TLS. */
export type Reach = Pick<ConnectOptions, "headers" | "bearerToken" | "routerMetricsToken" | "adminToken" | "tls">;

/**
 * How the addresses of a gateway are reached, as options say it. Files are read.
 *
 * @throws WaRoutingError `OPTION_INVALID`, `FILE_UNREADABLE`
 */
export function reachOf(choice: GatewayChoice): Reach {
  const { header, bearerToken, routerMetricsToken, adminToken } = choice;
  const headers = header === undefined ? undefined : readHeaders(header);
  if (bearerToken !== undefined && Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "authorization")) {
    throw invalid("--bearer-token-file", "--bearer-token-file is itself the header Authorization", {
      expected: "one of the two",
    });
  }
  const tls = tlsOf(choice);
  return {
    ...(headers === undefined ? {} : { headers }),
    ...(bearerToken === undefined ? {} : { bearerToken }),
    ...(routerMetricsToken === undefined ? {} : { routerMetricsToken }),
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/**
 * A secret out of its file: one word, without the line's end.
 *
 * @throws WaRoutingError `OPTION_INVALID`, `FILE_UNREADABLE`
 */
export function readSecretFile(flag: string, path: string): string {
  const secret = readTextFile(path, `${flag} ${path}`, "a file that holds the secret alone").trim();
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  throw invalid(flag, `${flag} ${path} holds ${secret === "" ? "nothing" : "more than one word"}`, {
    expected: "a file that holds the secret alone, on one line",
  });
}

/**
 * Whether a header may stand on a command line, where everybody on this machine can read it.
 *
 * @throws WaRoutingError `OPTION_INVALID`
 */
export function checkOpenHeader(line: string): void {
  const { name, value } = headerOf(line);
  if (!isSecretHeader(name) || value.startsWith("@")) return;
  throw invalid("--header", `--header ${name}: others on this machine can read what stands on a command line`, {
    expected: `${name}:@FILE, with the value in the file${/^authorization$/i.test(name) ? ", or --bearer-token-file FILE" : ""}`,
  });
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers = lines.map((line) => {
    const { name, value } = headerOf(line);
    const read = value.startsWith("@") ? headerFile(name, value.slice(1)) : value;
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(read)) return [name, read] as const;
    throw invalid("--header", `--header ${name}: its value cannot be sent`, {
      expected: "a value in latin-1 without line breaks",
    });
  });
  const names = headers.map(([name]) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return Object.fromEntries(headers);
  throw invalid("--header", `--header ${twice} is given twice`, { expected: "each header once" });
}

function headerFile(name: string, path: string): string {
  return readTextFile(path, `--header ${name}:@${path}`, "a file with the header's value").replace(/\r?\n$/, "");
}

function headerOf(line: string): { readonly name: string; readonly value: string } {
  const [, name = "", value = ""] = /^([^:]*):(.*)$/s.exec(line) ?? [];
  // What has no name may be a secret all of it.
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw invalid("--header", "--header has no NAME: in front of its value", { expected: "NAME:VALUE, or NAME:@FILE" });
  }
  if (RESERVED_HEADERS.has(name.toLowerCase())) {
    throw invalid("--header", `--header ${name} is one that each request sets itself`, { expected: "another header" });
  }
  return { name, value: value.trim() };
}

function tlsOf(choice: GatewayChoice): Reach["tls"] {
  const { cacert, clientCert, clientKey, insecureSkipTlsVerify } = choice;
  const files = { cacert, clientCert, clientKey };
  const given = Object.values(files).some((file) => file !== undefined);
  if (!given && insecureSkipTlsVerify !== true) return undefined;
  const { envoyUrl, routerMetricsUrl, modelServerUrl = [], modelServerAdminUrl = [] } = choice;
  const addresses = [envoyUrl, routerMetricsUrl, ...modelServerUrl, ...modelServerAdminUrl];
  if (!addresses.some((url) => url?.startsWith("https:"))) {
    throw invalid("--envoy-url", "options of TLS do nothing: no address is https://", {
      expected: "an https:// address, or none of --cacert, --client-cert, --client-key, --insecure-skip-tls-verify",
    });
  }
  const ca = pem("--cacert", cacert, (text) => createSecureContext({ ca: text }));
  if (cacert !== undefined && !/BEGIN (TRUSTED |X509 )?CERTIFICATE/.test(ca ?? "")) throw noPem("--cacert", cacert);
  const cert = pem("--client-cert", clientCert, (text) => createSecureContext({ cert: text }));
  const key = pem("--client-key", clientKey, (text) =>
    createSecureContext({ ...(cert === undefined ? {} : { cert }), key: text }),
  );
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(insecureSkipTlsVerify === true ? { verify: false } : {}),
  };
}

function pem(flag: string, path: string | undefined, check: (text: string) => unknown): string | undefined {
  if (path === undefined) return undefined;
  const text = readTextFile(path, `${flag} ${path}`, "a PEM file");
  try {
    check(text);
    return text;
  } catch (error) {
    throw noPem(flag, path, (error as Error).message);
  }
}

function noPem(flag: string, path: string, why?: string): WaRoutingError {
  const message = `${flag} ${path} cannot be used${why === undefined ? "" : `: ${why}`}`;
  return invalid(flag, message, {
    expected: flag === "--client-key" ? "the key of --client-cert, as PEM" : "certificates as PEM",
  });
}

function invalid(field: string, message: string, { expected }: { readonly expected: string }): WaRoutingError {
  return new WaRoutingError(message, { code: "OPTION_INVALID", field, expected });
}
