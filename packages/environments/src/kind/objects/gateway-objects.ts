import { stringify } from "yaml";
import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { envoyConfig } from "../../standalone/envoy-config.ts";
import type { DeployedPicker } from "./deployed-picker.ts";
import { configMap, deployment, START, service } from "./deployment.ts";
import { EPP_PORTS, type GatewayNames, labelsOf, NAMESPACE, NODE_PORTS, POOL } from "./names.ts";
import { PICKER_ACCOUNT } from "./namespace-objects.ts";

/** Where Envoy listens in its pod. */
export const ENVOY_PORTS = { http: 8081, admin: 19000 } as const;

/** A picker in the cluster. */
export interface EppObjectsOptions {
  readonly names: GatewayNames;
  readonly image: string;
  /** Its configuration, as YAML. */
  readonly config: string;
  readonly logVerbosity: number;
  readonly cpu: string;
  /** Another one in each start: the pod is replaced, and knows nothing of earlier runs. */
  readonly start: string;
}

/** A picker, its configuration and its Service; the flags are those that the fork and the upstream inference extension share. */
export function eppObjects({ names, image, config, logVerbosity, cpu, start }: EppObjectsOptions): KubernetesObject[] {
  const { epp } = names;
  return [
    configMap(epp, { "epp.yaml": config }),
    deployment({
      name: epp,
      annotations: { [START]: start },
      serviceAccountName: PICKER_ACCOUNT,
      image,
      args: [
        ...["--pool-name", POOL, "--pool-namespace", NAMESPACE, "--config-file", "/config/epp.yaml"],
        ...["--grpc-port", String(EPP_PORTS.grpc), "--grpc-health-port", String(EPP_PORTS.health)],
        // Plaintext, as Envoy's configuration expects it. Spans would fill the log with what is no line of it.
        ...["--metrics-port", String(EPP_PORTS.metrics), "--secure-serving=false", "--tracing=false"],
        ...["--v", String(logVerbosity), "--zap-encoder", "json", "--zap-time-encoding", "rfc3339nano"],
      ],
      ports: EPP_PORTS,
      cpu,
      readinessProbe: { grpc: { port: EPP_PORTS.health, service: "inference-extension" } },
      config: epp,
    }),
    service(epp, labelsOf(epp), [{ name: "grpc", port: EPP_PORTS.grpc }]),
  ];
}

/** The metrics page of a picker, through the node. */
export function eppMetricsObject({ labels, metricsPort }: DeployedPicker): KubernetesObject {
  return service("picker-metrics", labels, [
    { name: "metrics", port: metricsPort, nodePort: NODE_PORTS.routerMetrics },
  ]);
}

/** An Envoy in the cluster. */
export interface EnvoyObjectsOptions {
  /** What its objects are called. */
  readonly envoy: string;
  readonly picker: Pick<DeployedPicker, "service" | "isTls">;
  readonly image: string;
  readonly nodePort: number;
  readonly cpu: string;
  /** Another one in each start, as the picker's: a connection to a picker that is gone may never come to its end. */
  readonly start: string;
}

/** Envoy before a picker, reached through a port of the node. */
export function envoyObjects({ envoy, picker, image, nodePort, cpu, start }: EnvoyObjectsOptions): KubernetesObject[] {
  const { service: asked, isTls } = picker;
  const config = envoyConfig({
    listener: { address: "0.0.0.0", port: ENVOY_PORTS.http },
    admin: { address: "127.0.0.1", port: ENVOY_PORTS.admin },
    epp: { address: `${asked.address}.${NAMESPACE}.svc`, port: asked.port, isTls },
  });
  return [
    configMap(envoy, { "envoy.yaml": stringify(config) }),
    deployment({
      name: envoy,
      annotations: { [START]: start },
      image,
      args: [
        ...["--config-path", "/config/envoy.yaml", "--log-level", "warning"],
        ...["--concurrency", "1", "--disable-hot-restart"],
      ],
      ports: { http: ENVOY_PORTS.http },
      cpu,
      readinessProbe: { tcpSocket: { port: ENVOY_PORTS.http } },
      config: envoy,
    }),
    service(envoy, labelsOf(envoy), [{ name: "http", port: ENVOY_PORTS.http, nodePort }]),
  ];
}
