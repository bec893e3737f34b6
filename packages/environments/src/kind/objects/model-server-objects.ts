import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { deployment, service } from "./deployment.ts";
import { labelsOf, modelServerName, NODE_PORTS } from "./names.ts";

/** Where a model server listens in its pod. */
export const MODEL_SERVER_PORTS = { http: 8000, admin: 8100 } as const;

/** Model servers of a pool. */
export interface ModelServerObjectsOptions {
  readonly count: number;
  readonly image: string;
  readonly model: string;
  readonly seed: number;
  readonly ttftMs: number;
  readonly itlMs: number;
  /** Requests at a time; 0: no limit. */
  readonly slots: number;
  readonly cpu: string;
  /** Labels by which the pool selects them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Model servers, each with a Service of its own: a gate and a list of arrivals belong to one pod. */
export function modelServerObjects({
  count,
  image,
  cpu,
  labels,
  ...served
}: ModelServerObjectsOptions): KubernetesObject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = modelServerName(index);
    return [
      deployment({
        name,
        labels,
        image,
        args: [
          ...["serve", "model-server", "--name", name, "--models", served.model],
          ...["--host", "0.0.0.0", "--port", String(MODEL_SERVER_PORTS.http)],
          ...["--admin-host", "0.0.0.0", "--admin-port", String(MODEL_SERVER_PORTS.admin)],
          ...["--seed", String(served.seed), "--slots", String(served.slots)],
          ...["--ttft-ms", String(served.ttftMs), "--itl-ms", String(served.itlMs)],
        ],
        ports: MODEL_SERVER_PORTS,
        cpu,
        readinessProbe: { httpGet: { path: "/health", port: MODEL_SERVER_PORTS.http } },
      }),
      service(name, labelsOf(name), [
        { name: "http", port: MODEL_SERVER_PORTS.http, nodePort: NODE_PORTS.modelServer(index) },
        { name: "admin", port: MODEL_SERVER_PORTS.admin, nodePort: NODE_PORTS.modelServerAdmin(index) },
      ]),
    ];
  }).flat();
}
