import { isIP } from "node:net";

/** Envoy's static configuration for one picker. */
export type EnvoyConfig = ReturnType<typeof envoyConfig>;

const TYPE = "type.googleapis.com/envoy.extensions";
// Far above any queue that we make: what is held is held by the picker, not by Envoy.
const circuitBreakers = {
  thresholds: [{ max_connections: 10_000, max_pending_requests: 10_000, max_requests: 10_000 }],
};

const anyCertificate = {
  name: "envoy.transport_sockets.tls",
  typed_config: {
    "@type": `${TYPE}.transport_sockets.tls.v3.UpstreamTlsContext`,
    common_tls_context: { alpn_protocols: ["h2"] },
  },
};

/** Where something listens: a port of an address, or, for the picker, of a host by name. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Where an Envoy listens, and where its picker does. */
export interface EnvoyAddresses {
  readonly listener: SocketAddress;
  readonly admin: SocketAddress;
  readonly epp: SocketAddress & {
    /** Whether it is asked over TLS, whatever its certificate. Default: plaintext. */
    readonly isTls?: boolean;
  };
}

/** A port of loopback. 0: of Envoy's own choice, so that it cannot clash; its admin page tells the listener's. */
export function loopback(port: number): SocketAddress {
  return { address: "127.0.0.1", port };
}

/**
 * The configuration of an Envoy that asks a picker (ext_proc over HTTP/2) where each request goes, and sends it there.
 *
 * Request ids of the client survive and are echoed; a request with an underscore in a header's name is refused, as in
 * the fork: Envoy means to answer 400, but ext_proc wants to see that answer first, and the connection is closed before.
 */
export function envoyConfig({ listener, admin, epp }: EnvoyAddresses) {
  return {
    admin: { address: socket(admin) },
    static_resources: {
      listeners: [
        {
          name: "inference",
          address: socket(listener),
          filter_chains: [{ filters: [connectionManager()] }],
        },
      ],
      clusters: [eppCluster(epp), modelServerCluster()],
    },
  };
}

function socket({ address, port }: SocketAddress) {
  return { socket_address: { address, port_value: port } };
}

function connectionManager() {
  return {
    name: "envoy.filters.network.http_connection_manager",
    typed_config: {
      "@type": `${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      stat_prefix: "inference",
      common_http_protocol_options: { headers_with_underscores_action: "REJECT_REQUEST" },
      preserve_external_request_id: true,
      always_set_request_id_in_response: true,
      stream_idle_timeout: "0s",
      route_config: {
        name: "inference",
        virtual_hosts: [
          {
            name: "inference",
            domains: ["*"],
            routes: [
              { match: { prefix: "/" }, route: { cluster: "model-servers", timeout: "600s", idle_timeout: "600s" } },
            ],
          },
        ],
      },
      http_filters: [
        externalProcessing(),
        { name: "envoy.filters.http.router", typed_config: { "@type": `${TYPE}.filters.http.router.v3.Router` } },
      ],
    },
  };
}

function externalProcessing() {
  return {
    name: "envoy.filters.http.ext_proc",
    typed_config: {
      "@type": `${TYPE}.filters.http.ext_proc.v3.ExternalProcessor`,
      grpc_service: { envoy_grpc: { cluster_name: "epp", authority: "epp" }, timeout: "10s" },
      processing_mode: {
        request_header_mode: "SEND",
        response_header_mode: "SEND",
        request_body_mode: "FULL_DUPLEX_STREAMED",
        response_body_mode: "FULL_DUPLEX_STREAMED",
        request_trailer_mode: "SEND",
        response_trailer_mode: "SEND",
      },
      // How long a request may be held in the picker's queue.
      message_timeout: "600s",
    },
  };
}

function eppCluster({ isTls = false, ...epp }: EnvoyAddresses["epp"]) {
  return {
    name: "epp",
    type: isIP(epp.address) === 0 ? "STRICT_DNS" : "STATIC",
    connect_timeout: "1s",
    typed_extension_protocol_options: {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": `${TYPE}.upstreams.http.v3.HttpProtocolOptions`,
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    ...(isTls ? { transport_socket: anyCertificate } : {}),
    circuit_breakers: circuitBreakers,
    load_assignment: {
      cluster_name: "epp",
      endpoints: [{ lb_endpoints: [{ endpoint: { address: socket(epp) } }] }],
    },
  };
}

function modelServerCluster() {
  return {
    name: "model-servers",
    type: "ORIGINAL_DST",
    connect_timeout: "1s",
    lb_policy: "CLUSTER_PROVIDED",
    circuit_breakers: circuitBreakers,
    original_dst_lb_config: { use_http_header: true, http_header_name: "x-gateway-destination-endpoint" },
  };
}
