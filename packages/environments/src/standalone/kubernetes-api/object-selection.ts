import { ApiRefusal } from "./api-status.ts";
import { type KubernetesObject, RESOURCE_VERSION } from "./kubernetes-objects.ts";

/** What a list or a watch asks for, beside the kind. */
export interface Selection {
  /** `null`: of all namespaces. */
  readonly namespace: string | null;
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

/**
 * The objects that are asked for.
 *
 * @throws ApiRefusal `BadRequest` for a selector that is none, or that is not read here (sets of labels).
 */
export function selectObjects(
  objects: readonly KubernetesObject[],
  { namespace, fieldSelector, labelSelector }: Selection,
): KubernetesObject[] {
  const fields = requirements(fieldSelector);
  const labels = requirements(labelSelector);
  return objects.filter(
    ({ metadata }) =>
      (namespace === null || metadata.namespace === namespace) &&
      fields.every(({ key, isEqual, value }) => (fieldOf(metadata, key) === value) === isEqual) &&
      labels.every(({ key, isEqual, value }) => (metadata.labels[key] === value) === isEqual),
  );
}

/**
 * Refuses what lies in a future that never comes.
 *
 * @param version As asked for; empty and `0` are any.
 * @throws ApiRefusal `BadRequest` for what is no version, `Timeout` for one that is not there yet.
 */
export function checkResourceVersion(version: string): void {
  if (!/^\d*$/.test(version)) {
    throw new ApiRefusal("BadRequest", `Invalid value: "${version}": strconv.ParseUint: parsing: invalid syntax`);
  }
  if (Number(version) > Number(RESOURCE_VERSION)) {
    const message = `Too large resource version: ${version}, current: ${RESOURCE_VERSION}`;
    throw new ApiRefusal("Timeout", message, "ResourceVersionTooLarge");
  }
}

interface Requirement {
  readonly key: string;
  readonly isEqual: boolean;
  readonly value: string;
}

/** `a=1,b!=2`. */
function requirements(selector: string): Requirement[] {
  if (selector === "") return [];
  return selector.split(",").map((text) => {
    const [, key, operator, value] = /^([^=!\s()]+)(==?|!=)([^=!\s()]*)$/.exec(text.trim()) ?? [];
    if (key !== undefined && value !== undefined) return { key, isEqual: operator !== "!=", value };
    throw new ApiRefusal(
      "BadRequest",
      `unable to parse requirement ${JSON.stringify(text)}: only =, == and != are read here`,
    );
  });
}

function fieldOf(metadata: KubernetesObject["metadata"], key: string): string {
  if (key === "metadata.name") return metadata.name;
  if (key === "metadata.namespace") return metadata.namespace;
  throw new ApiRefusal("BadRequest", `field label not supported: ${key}`);
}
