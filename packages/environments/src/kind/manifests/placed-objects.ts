import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { NAMESPACE, OURS } from "../objects/names.ts";
import { manifestsInvalid } from "./manifests-invalid.ts";

/** Kinds that live in a namespace, and that a picker is made of. */
const NAMESPACED: ReadonlySet<string> = new Set([
  ...["InferencePool", "InferenceObjective", "InferenceModelRewrite", "Deployment", "Service", "ServiceAccount"],
  ...["Role", "RoleBinding", "ConfigMap", "Secret"],
]);
/** Kinds that belong to the whole cluster: they get names of ours, since the cluster may be somebody else's. */
const OF_CLUSTER: ReadonlySet<string> = new Set(["ClusterRole", "ClusterRoleBinding"]);
/** Kinds that are there already. */
const LEFT_OUT: ReadonlySet<string> = new Set(["Namespace", "CustomResourceDefinition"]);

interface RoleRef {
  readonly kind?: string;
  readonly name?: string;
}

/**
 * Objects as they go into our namespace: marked as ours, and with names of ours where they belong to the whole cluster.
 *
 * @throws WaRoutingError `OPTION_INVALID` for a kind that no picker is made of, and for an object of another namespace.
 */
export function placedObjects(path: string, objects: readonly KubernetesObject[]): KubernetesObject[] {
  const roles = new Set(objects.filter(({ kind }) => kind === "ClusterRole").map(({ metadata }) => metadata.name));
  return objects.filter(({ kind }) => !LEFT_OUT.has(kind)).map((object) => placed(path, object, roles));
}

function placed(path: string, object: KubernetesObject, roles: ReadonlySet<string>): KubernetesObject {
  const { kind, metadata } = object;
  const isOfCluster = OF_CLUSTER.has(kind);
  if (!isOfCluster && !NAMESPACED.has(kind)) {
    throw manifestsInvalid(
      `--epp-manifests ${path}: there is an object of kind ${kind}`,
      `objects of these kinds: ${[...NAMESPACED, ...OF_CLUSTER].join(", ")}`,
      { remedy: "leave it out: Envoy and the model servers are ours" },
    );
  }
  const others = [metadata.namespace, ...subjectsOf(object).map(({ namespace }) => namespace)];
  const other = others.find((name) => name !== undefined && name !== NAMESPACE);
  if (other !== undefined) {
    throw manifestsInvalid(
      `--epp-manifests ${path}: ${kind} ${metadata.name} names the namespace ${other}`,
      `$E2E_NS or $NAMESPACE, which stand for ours (${NAMESPACE}), wherever a namespace is named`,
    );
  }
  const { namespace: _, ...named } = metadata;
  return {
    ...object,
    metadata: {
      ...named,
      labels: { ...metadata.labels, ...OURS },
      ...(isOfCluster ? { name: ofCluster(metadata.name) } : { namespace: NAMESPACE }),
    },
    ...("roleRef" in object ? { roleRef: placedRole(object.roleRef as RoleRef, roles) } : {}),
  };
}

/** A role that came with the manifests has another name now; one of the cluster's own has not. */
function placedRole(ref: RoleRef, roles: ReadonlySet<string>): RoleRef {
  const isOurs = ref.kind === "ClusterRole" && ref.name !== undefined && roles.has(ref.name);
  return isOurs ? { ...ref, name: ofCluster(ref.name) } : ref;
}

function subjectsOf({ subjects }: KubernetesObject): readonly { readonly namespace?: string }[] {
  return Array.isArray(subjects) ? subjects : [];
}

function ofCluster(name: string): string {
  return `${NAMESPACE}-${name}`;
}
