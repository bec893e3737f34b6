import type { TlsOptions } from "@wa-routing/client";
import type { GateDriver, GatewayDescription, RouterParameters } from "@wa-routing/protocol";
import type { RouterLogSource } from "./router-log/router-log.ts";

/** Addresses of a gateway that runs already, and of what can be seen of it. */
export interface ConnectOptions {
  /** Where requests are sent: `http://127.0.0.1:8081`; `/v1` at its end may stand there or not. */
  readonly gatewayUrl: string;
  /** Sent with each request to the gateway. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the gateway as `Authorization: Bearer …`. */
  readonly bearerToken?: string;
  /** The gateway speaks HTTP/2 without TLS, and gets every request on one connection: the way to it keeps no order between several. */
  readonly oneConnection?: boolean;
  /** Model servers behind it; needed for the gates `blockers` and `vllm-pause`, and to ask which model they serve. */
  readonly modelServerUrls?: readonly string[];
  /** Admin addresses of our own model servers (gate and arrivals) or of llm-d-inference-sim (gate `sim-admin`). */
  readonly modelServerAdminUrls?: readonly string[];
  /** Sent to the model servers, at both kinds of their addresses, as `Authorization: Bearer …`. */
  readonly adminToken?: string;
  readonly routerMetricsUrl?: string;
  /** Sent there as `Authorization: Bearer …`. */
  readonly routerMetricsToken?: string;
  /** How TLS is spoken with all of them. */
  readonly tls?: TlsOptions;
  readonly routerLog?: RouterLogSource;
  /** Default: `model-server` where admin addresses are given, else `none`. */
  readonly gate?: GateDriver;
  /** Default: the first model that the gateway or a model server lists. */
  readonly model?: string;
  /** What is known of the router, for the record. */
  readonly router?: Readonly<Record<string, string>>;
  /** What the router computes with, where that was declared. */
  readonly parameters?: RouterParameters;
  readonly environment?: GatewayDescription["environment"];
}
