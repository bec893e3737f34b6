import { apiVersionOf, type KubernetesResource } from "./kubernetes-objects.ts";

/** `/api`: the versions of the core group. */
export function coreVersions(resources: readonly KubernetesResource[]) {
  const versions = [...new Set(resources.filter(({ group }) => group === "").map(({ version }) => version))];
  return { kind: "APIVersions", versions, serverAddressByClientCIDRs: [] };
}

/** `/apis`: every other group. */
export function groupList(resources: readonly KubernetesResource[]) {
  const names = [...new Set(resources.map(({ group }) => group))].filter((group) => group !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: names.map((name) => groupOf(name, resources)) };
}

/** `/apis/GROUP`. */
export function apiGroup(name: string, resources: readonly KubernetesResource[]) {
  return { kind: "APIGroup", apiVersion: "v1", ...groupOf(name, resources) };
}

/** `/api/VERSION`, `/apis/GROUP/VERSION`: the kinds there. */
export function resourceList(groupVersion: string, resources: readonly KubernetesResource[]) {
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: resources
      .filter((resource) => apiVersionOf(resource) === groupVersion)
      .map(({ plural, kind }) => ({
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced: true,
        kind,
        verbs: ["get", "list", "watch"],
      })),
  };
}

function groupOf(name: string, resources: readonly KubernetesResource[]) {
  const versions = [
    ...new Map(
      resources
        .filter(({ group }) => group === name)
        .map((resource) => [resource.version, { groupVersion: apiVersionOf(resource), version: resource.version }]),
    ).values(),
  ];
  return { name, versions, preferredVersion: versions[0] };
}
