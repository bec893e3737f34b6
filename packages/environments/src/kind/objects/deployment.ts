import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { labelsOf, NAMESPACE, OURS } from "./names.ts";

/** A pod whose template says another start is replaced. */
export const START = "wa-routing/start";

/** One pod of one container, kept running. */
export interface DeploymentOf {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly serviceAccountName?: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly unknown[];
  /** Ports by name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Without a share of its own a pod is the last to be given processor time, and what it does comes late. */
  readonly cpu: string;
  readonly readinessProbe: object;
  /** A ConfigMap that is mounted at /config. */
  readonly config?: string;
}

/**
 * A Deployment whose one pod is replaced, never doubled: two pickers would each have a queue. The image is one that was loaded: it
 * is never fetched.
 */
export function deployment(of: DeploymentOf): KubernetesObject {
  const { name, image, args, env = [], config, serviceAccountName, annotations = {} } = of;
  const selector = labelsOf(name);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: NAMESPACE, labels: { ...OURS, ...selector } },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...OURS, ...of.labels, ...selector }, annotations },
        spec: {
          ...(serviceAccountName === undefined ? { automountServiceAccountToken: false } : { serviceAccountName }),
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 2,
          containers: [
            {
              name,
              image,
              imagePullPolicy: "IfNotPresent",
              args,
              env,
              ports: Object.entries(of.ports).map(([port, containerPort]) => ({ name: port, containerPort })),
              readinessProbe: { periodSeconds: 1, ...of.readinessProbe },
              resources: { requests: { cpu: of.cpu, memory: "64Mi" } },
              securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
              ...(config === undefined
                ? {}
                : { volumeMounts: [{ name: "config", mountPath: "/config", readOnly: true }] }),
            },
          ],
          ...(config === undefined ? {} : { volumes: [{ name: "config", configMap: { name: config } }] }),
        },
      },
    },
  };
}

/** A port that is reached by the name of the Service, and, with a `nodePort`, through that port of the node. */
export function service(
  name: string,
  selector: Readonly<Record<string, string>>,
  ports: readonly { readonly name: string; readonly port: number; readonly nodePort?: number }[],
): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: NAMESPACE, labels: OURS },
    spec: { type: ports.some(({ nodePort }) => nodePort !== undefined) ? "NodePort" : "ClusterIP", selector, ports },
  };
}

/** Files for a container, by name. */
export function configMap(name: string, data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: NAMESPACE, labels: OURS }, data };
}
