import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@wa-routing/environments";
import { stringify } from "yaml";
import type { Certificates } from "./certificates.ts";

/** What stands behind one name, and for whom. */
export interface Guarded {
  readonly name: string;
  /** `http://127.0.0.1:8081`, behind Envoy. */
  readonly url: string;
  readonly token: string;
}

export interface GuardingEnvoy extends AsyncDisposable {
  readonly port: number;
}

const TYPE = "type.googleapis.com/envoy.extensions";

/** Starts an Envoy that speaks TLS, asks for a client's certificate and lets only those through who have the token of what they ask for. */
export async function startGuardingEnvoy(
  program: string,
  folder: string,
  certificates: Certificates,
  guarded: readonly Guarded[],
): Promise<GuardingEnvoy> {
  const config = join(folder, "envoy.yaml");
  const adminFile = join(folder, "admin.txt");
  writeFileSync(config, stringify(envoyConfig(certificates, guarded)));
  const child = spawn(
    program,
    ["-c", config, "--admin-address-path", adminFile, "--concurrency", "1", "--disable-hot-restart", "-l", "warning"],
    { stdio: "ignore" },
  );
  const end = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  try {
    let port = 0;
    const awaited = { what: "an Envoy that listens", code: "ENVIRONMENT_NOT_STARTED", deadlineMs: 20_000 } as const;
    await until(awaited, async () => {
      if (child.exitCode !== null) throw new Error(`Envoy ended with exit code ${child.exitCode}`);
      const admin = existsSync(adminFile) ? readFileSync(adminFile, "utf8").trim() : "";
      if (admin === "") return "no admin address";
      const answer = await fetch(`http://${admin}/listeners?format=json`);
      const { listener_statuses } = (await answer.json()) as {
        listener_statuses: { local_address: { socket_address: { port_value: number } } }[];
      };
      port = listener_statuses[0]?.local_address.socket_address.port_value ?? 0;
      return port > 0 || "no listener";
    });
    return { port, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function envoyConfig({ authority, server }: Certificates, guarded: readonly Guarded[]) {
  const loopback = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });
  const file = (filename: string) => ({ filename });
  const route = ({ name, token }: Guarded) => ({
    name,
    domains: [name, `${name}:*`],
    routes: [
      {
        match: {
          prefix: "/",
          headers: [{ name: "authorization", string_match: { exact: `Bearer ${token}` } }],
        },
        // Admin pages of our model servers answer to a name of this machine alone.
        route: { cluster: name, timeout: "0s", host_rewrite_literal: "127.0.0.1" },
      },
      {
        match: { prefix: "/" },
        direct_response: { status: 401, body: { inline_string: "wrong token" } },
      },
    ],
  });
  return {
    admin: { address: loopback(0) },
    static_resources: {
      listeners: [
        {
          name: "guard",
          address: loopback(0),
          filter_chains: [
            {
              transport_socket: {
                name: "envoy.transport_sockets.tls",
                typed_config: {
                  "@type": `${TYPE}.transport_sockets.tls.v3.DownstreamTlsContext`,
                  require_client_certificate: true,
                  common_tls_context: {
                    tls_certificates: [{ certificate_chain: file(server.cert), private_key: file(server.key) }],
                    validation_context: { trusted_ca: file(authority) },
                  },
                },
              },
              filters: [
                {
                  name: "envoy.filters.network.http_connection_manager",
                  typed_config: {
                    "@type": `${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
                    stat_prefix: "guard",
                    preserve_external_request_id: true,
                    stream_idle_timeout: "0s",
                    route_config: { name: "guard", virtual_hosts: guarded.map(route) },
                    http_filters: [
                      {
                        name: "envoy.filters.http.router",
                        typed_config: { "@type": `${TYPE}.filters.http.router.v3.Router` },
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
      clusters: guarded.map(({ name, url }) => ({
        name,
        type: "STATIC",
        connect_timeout: "1s",
        load_assignment: {
          cluster_name: name,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(Number(new URL(url).port)) } }] }],
        },
      })),
    },
  };
}
