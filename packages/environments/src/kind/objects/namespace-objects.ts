import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { NAMESPACE, OURS, POOL, POOL_LABELS } from "./names.ts";

const AUTH = "rbac.authorization.k8s.io";
const SUBJECTS = { picker: "endpoint-picker", metrics: "metrics-reader" } as const;

/** The service account that pickers run as. */
export const PICKER_ACCOUNT = SUBJECTS.picker;

/** The Secret that holds a token with which a picker's metrics page may be read. */
export const METRICS_SECRET = "metrics-reader-token";

/** The namespace by itself: it has to be there before anything is put into it. */
export const namespaceObject: KubernetesObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: NAMESPACE, labels: OURS },
};

/** Who may do what: pickers read the pool and its pods and ask the API who asks them; a reader of metrics reads metrics. */
export function accessObjects(): KubernetesObject[] {
  return [
    account(SUBJECTS.picker),
    account(SUBJECTS.metrics),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        ...named(METRICS_SECRET),
        annotations: { "kubernetes.io/service-account.name": SUBJECTS.metrics },
      },
      type: "kubernetes.io/service-account-token",
    },
    ...granted("Role", SUBJECTS.picker, [
      {
        apiGroups: ["inference.networking.k8s.io", "inference.networking.x-k8s.io"],
        resources: ["inferencepools", "inferenceobjectives", "inferencemodelrewrites"],
        verbs: ["get", "watch", "list"],
      },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "watch", "list"] },
    ]),
    ...granted("ClusterRole", SUBJECTS.picker, [
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
    ]),
    ...granted("ClusterRole", SUBJECTS.metrics, [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }]),
  ];
}

/** The pool: the model servers, and the picker that is asked for one of them. */
export function poolObject(epp: string, eppPort: number): KubernetesObject {
  return {
    apiVersion: "inference.networking.k8s.io/v1",
    kind: "InferencePool",
    metadata: named(POOL),
    spec: {
      targetPorts: [{ number: 8000 }],
      selector: { matchLabels: POOL_LABELS },
      endpointPickerRef: { name: epp, kind: "Service", port: { number: eppPort } },
    },
  };
}

function named(name: string) {
  return { name, namespace: NAMESPACE, labels: OURS };
}

function account(name: string): KubernetesObject {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: named(name) };
}

/** A role with these rules, given to one account. Of a cluster's roles the name says whose they are. */
function granted(kind: "Role" | "ClusterRole", to: string, rules: readonly object[]): KubernetesObject[] {
  const ofCluster = kind === "ClusterRole";
  const metadata = ofCluster ? { name: `${NAMESPACE}-${to}`, labels: OURS } : named(to);
  return [
    { apiVersion: `${AUTH}/v1`, kind, metadata, rules },
    {
      apiVersion: `${AUTH}/v1`,
      kind: `${kind}Binding`,
      metadata,
      subjects: [{ kind: "ServiceAccount", name: to, namespace: NAMESPACE }],
      roleRef: { apiGroup: AUTH, kind, name: metadata.name },
    },
  ];
}
