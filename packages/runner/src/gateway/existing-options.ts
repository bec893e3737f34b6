import type { GateDriver } from "@wa-routing/protocol";
import type { GatewayOption } from "./gateway-option.ts";

/** How a queue can be held, as `--gate` names it. A list of its own: --help is printed without loading zod. */
export const GATE_DRIVERS = [
  "model-server",
  "sim-admin",
  "blockers",
  "vllm-pause",
  "none",
] as const satisfies readonly GateDriver[];

const EXISTING = ["existing"] as const;

/** The rows of a gateway that runs already: where it is, how it is reached, how its queue is held. */
export const existingOptions = {
  "envoy-url": {
    value: { kind: "url", placeholder: "url" },
    environments: EXISTING,
    help: "where requests are sent; /v1 at its end may stand there or not",
  },
  header: {
    value: { kind: "headers", placeholder: "name:value" },
    environments: EXISTING,
    help: "sent with each request to the gateway, also several; NAME:@FILE takes the value from a file, as secrets must be",
  },
  "bearer-token": {
    value: { kind: "secret", placeholder: "token" },
    environments: EXISTING,
    help: "bearer token for the gateway",
  },
  "model-server-url": {
    value: { kind: "urls", placeholder: "urls" },
    environments: EXISTING,
    help: "the model servers behind it, with commas between",
  },
  "model-server-admin-url": {
    value: { kind: "urls", placeholder: "urls" },
    environments: EXISTING,
    help: "admin addresses of our model servers or of llm-d-inference-sim, with commas between",
  },
  "router-metrics-url": {
    value: { kind: "url", placeholder: "url" },
    environments: EXISTING,
    help: "the router's own /metrics",
  },
  "router-metrics-token": {
    value: { kind: "secret", placeholder: "token" },
    environments: EXISTING,
    help: "bearer token for --router-metrics-url",
    needs: { any: ["router-metrics-url"] },
  },
  "admin-token": {
    value: { kind: "secret", placeholder: "token" },
    environments: EXISTING,
    help: "bearer token for --model-server-admin-url and --model-server-url",
    needsOneOf: ["model-server-admin-url", "model-server-url"],
  },
  cacert: {
    value: { kind: "text", placeholder: "file" },
    environments: EXISTING,
    help: "certificates of authorities (PEM) that are trusted in place of the usual ones, at all of these addresses",
  },
  "client-cert": {
    value: { kind: "text", placeholder: "file" },
    environments: EXISTING,
    help: "certificate (PEM) that is shown to them",
    needs: { any: ["client-key"] },
  },
  "client-key": {
    value: { kind: "text", placeholder: "file" },
    environments: EXISTING,
    help: "key (PEM) of --client-cert",
    needs: { any: ["client-cert"] },
  },
  "insecure-skip-tls-verify": {
    value: { kind: "flag" },
    environments: EXISTING,
    help: "believes whoever answers, whatever the certificate",
  },
  "router-log": {
    value: { kind: "text", placeholder: "source" },
    environments: EXISTING,
    help: 'the router\'s log: a file, or command:"kubectl logs -f …"',
  },
  "router-log-wait": {
    value: { kind: "flag" },
    environments: EXISTING,
    help: "a file of --router-log that is not there yet is waited for",
    needs: { any: ["router-log"] },
  },
  gate: {
    value: { kind: "choice", placeholder: "driver", of: GATE_DRIVERS },
    environments: EXISTING,
    help: "how the queue is held; default: model-server with --model-server-admin-url, else none; vllm-pause is experimental",
    needs: {
      "model-server": ["model-server-admin-url"],
      "sim-admin": ["model-server-admin-url", "router-metrics-url"],
      blockers: ["model-server-url"],
      "vllm-pause": ["model-server-url", "router-metrics-url"],
    },
  },
  model: {
    value: { kind: "text", placeholder: "name" },
    environments: EXISTING,
    help: "the model to ask for; default: the first that is listed",
  },
  namespace: {
    value: { kind: "text", placeholder: "name" },
    environments: EXISTING,
    help: "where it runs in Kubernetes: what is not given by address is found there by kubectl, and forwarded",
  },
  context: {
    value: { kind: "text", placeholder: "name" },
    environments: EXISTING,
    help: "the cluster, as kubectl's configuration names it; default: its current context",
    needs: { any: ["namespace"] },
  },
  wait: {
    value: { kind: "text", placeholder: "time" },
    environments: EXISTING,
    help: "waits so long until the deployment is whole: 90s, 30m, 1h; default: it has to be whole",
    needs: { any: ["namespace"] },
  },
  adapt: {
    value: { kind: "flag" },
    environments: EXISTING,
    help: "changes it for the run, so that orders can be proven: the router's -v, Envoy's log level, model servers without a gate; all is put back",
    needs: { any: ["namespace"] },
  },
} as const satisfies Readonly<Record<string, GatewayOption>>;
