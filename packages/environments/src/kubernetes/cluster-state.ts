import { z } from "zod";
import type { Kubectl } from "./kubectl.ts";

const labels = z.record(z.string(), z.string()).default({});
const metadata = z.object({
  name: z.string(),
  uid: z.string().default(""),
  creationTimestamp: z.string().default(""),
  deletionTimestamp: z.string().optional(),
  generation: z.int().default(0),
  labels,
  annotations: z.record(z.string(), z.string()).default({}),
});
const labelSelector = z.object({ matchLabels: labels });

const containerSchema = z.object({
  name: z.string(),
  image: z.string().default(""),
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.int() })).default([]),
  resources: z
    .object({
      requests: z.record(z.string(), z.string()).default({}),
      limits: z.record(z.string(), z.string()).default({}),
    })
    .default({ requests: {}, limits: {} }),
});

export const deploymentSchema = z.object({
  kind: z.literal("Deployment"),
  metadata,
  spec: z.object({
    replicas: z.int().default(1),
    selector: labelSelector,
    template: z.object({
      metadata: z.object({ labels }).default({ labels: {} }),
      spec: z.object({ containers: z.array(containerSchema) }),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.int().default(0),
      replicas: z.int().default(0),
      updatedReplicas: z.int().default(0),
      readyReplicas: z.int().default(0),
    })
    .default({ observedGeneration: 0, replicas: 0, updatedReplicas: 0, readyReplicas: 0 }),
});

const terminated = z.object({ exitCode: z.int(), reason: z.string().default("") });

const containerStatusSchema = z.object({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.int(),
  image: z.string().default(""),
  imageID: z.string().default(""),
  state: z.object({
    waiting: z.object({ reason: z.string().default(""), message: z.string().default("") }).optional(),
    running: z.object({ startedAt: z.string().default("") }).optional(),
    terminated: terminated.optional(),
  }),
  lastState: z.object({ terminated: terminated.optional() }).default({}),
});

export const podSchema = z.object({
  kind: z.literal("Pod"),
  metadata,
  spec: z.object({ containers: z.array(containerSchema) }),
  status: z.object({
    phase: z.string().default(""),
    conditions: z
      .array(
        z.object({
          type: z.string(),
          status: z.string(),
          reason: z.string().default(""),
          message: z.string().default(""),
        }),
      )
      .default([]),
    containerStatuses: z.array(containerStatusSchema).default([]),
    initContainerStatuses: z.array(containerStatusSchema).default([]),
  }),
});

export const serviceSchema = z.object({
  kind: z.literal("Service"),
  metadata,
  spec: z.object({
    selector: z.record(z.string(), z.string()).default({}),
    ports: z
      .array(
        z.object({ name: z.string().optional(), port: z.int(), targetPort: z.union([z.int(), z.string()]).optional() }),
      )
      .default([]),
  }),
});

export const inferencePoolSchema = z.object({
  kind: z.literal("InferencePool"),
  metadata,
  spec: z.object({
    selector: labelSelector,
    targetPorts: z.array(z.object({ number: z.int() })).default([]),
    endpointPickerRef: z.object({ name: z.string(), port: z.object({ number: z.int() }).optional() }),
  }),
});

const eventSchema = z.object({
  type: z.string().default("Normal"),
  reason: z.string().default(""),
  message: z.string().default(""),
  count: z.int().nullish(),
  lastTimestamp: z.string().nullish(),
  involvedObject: z.object({ kind: z.string().default(""), name: z.string().default("") }),
});

export type Container = z.output<typeof containerSchema>;
export type Deployment = z.output<typeof deploymentSchema>;
export type Pod = z.output<typeof podSchema>;
export type ContainerStatus = z.output<typeof containerStatusSchema>;
export type Service = z.output<typeof serviceSchema>;
export type InferencePool = z.output<typeof inferencePoolSchema>;
export type ClusterEvent = z.output<typeof eventSchema>;

/** The pools of a namespace, or why they cannot be listed: the cluster may not know the kind. */
export type InferencePools =
  | { readonly listed: true; readonly pools: readonly InferencePool[] }
  | { readonly listed: false; readonly why: string };

/** What a namespace holds at one moment, as far as a gateway is made of it. */
export interface ClusterState {
  readonly deployments: readonly Deployment[];
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly pools: InferencePools;
  /** Warnings only; empty where we may not read them. */
  readonly events: readonly ClusterEvent[];
}

const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
const objectsSchema = listOf(z.discriminatedUnion("kind", [deploymentSchema, podSchema, serviceSchema]));

const POOLS = "inferencepools.inference.networking.k8s.io";

/**
 * Reads what a namespace holds now.
 *
 * @throws WaRoutingError `KUBECTL_FAILED` where deployments, pods or services may not be listed.
 */
export async function readClusterState(kubectl: Kubectl, signal?: AbortSignal): Promise<ClusterState> {
  const [{ items }, pools, events] = await Promise.all([
    kubectl.json(["get", "deployments,pods,services"], objectsSchema, { signal }),
    readPools(kubectl, signal),
    readWarnings(kubectl, signal),
  ]);
  return {
    deployments: items.filter((item) => item.kind === "Deployment"),
    pods: items.filter((item) => item.kind === "Pod"),
    services: items.filter((item) => item.kind === "Service"),
    pools,
    events,
  };
}

async function readPools(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<InferencePools> {
  const { stdout, stderr, refusal } = await kubectl.ask(["get", POOLS, "-o", "json"], { signal });
  if (refusal !== null) return { listed: false, why: stderr.trim() };
  const parsed = listOf(inferencePoolSchema).safeParse(JSON.parse(stdout));
  return parsed.success ? { listed: true, pools: parsed.data.items } : { listed: false, why: parsed.error.message };
}

async function readWarnings(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<readonly ClusterEvent[]> {
  const { stdout, refusal } = await kubectl.ask(["get", "events", "--field-selector", "type=Warning", "-o", "json"], {
    signal,
  });
  return refusal === null ? listOf(eventSchema).parse(JSON.parse(stdout)).items : [];
}

/** Whether labels fulfil a selector. One that selects nothing by name selects nothing here. */
export function isSelected(
  labels: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>>,
): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
