import { z } from "zod";
import { podSchema } from "./cluster-state.ts";
import type { Kubectl } from "./kubectl.ts";

/** A container of a pod, as something that can be told from its successor. */
export interface ContainerIdentity {
  readonly container: string;
  readonly restarts: number;
  readonly image: string;
  /** What runs: a digest in a registry's form, not the id that docker prints. */
  readonly imageId: string;
}

/** A pod, as something that can be told from its successor. */
export interface PodIdentity {
  readonly pod: string;
  readonly uid: string;
  readonly containers: readonly ContainerIdentity[];
}

const podsSchema = z.object({ items: z.array(podSchema.omit({ kind: true })) });

/**
 * The pods of labels as they are now, by name; those that are ending are left out.
 *
 * @param selector As kubectl's `--selector`: `app=envoy`.
 * @throws WaRoutingError `KUBECTL_FAILED`
 */
export async function readIdentity(
  kubectl: Kubectl,
  selector: string,
  signal?: AbortSignal,
): Promise<readonly PodIdentity[]> {
  const { items } = await kubectl.json(["get", "pods", "--selector", selector], podsSchema, { signal });
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, status }) => ({
      pod: metadata.name,
      uid: metadata.uid,
      containers: status.containerStatuses.map(({ name, restartCount, image, imageID }) => ({
        container: name,
        restarts: restartCount,
        image,
        imageId: imageID,
      })),
    }))
    .toSorted((a, b) => a.pod.localeCompare(b.pod));
}

/** What has changed from one reading to another. */
export interface IdentityChange {
  readonly text: string;
  /** Whether another pod has taken the place of one: no failure of its own does that. */
  readonly isReplaced: boolean;
}

/** What has changed from one reading to another: pods replaced, gone or new, containers restarted, images exchanged. */
export function identityChanges(before: readonly PodIdentity[], after: readonly PodIdentity[]): IdentityChange[] {
  const gone = before.filter(({ uid }) => !after.some((pod) => pod.uid === uid));
  const fresh = after.filter(({ uid }) => !before.some((pod) => pod.uid === uid));
  const replaced = gone.map(({ pod }, index) => {
    const successor = fresh[index];
    const text = successor === undefined ? `pod ${pod} is gone` : `pod ${pod} was replaced by ${successor.pod}`;
    return { text, isReplaced: true };
  });
  const added = fresh.slice(gone.length).map(({ pod }) => `pod ${pod} was added`);
  const changed = before.flatMap(({ uid, pod, containers }) => {
    const now = after.find((other) => other.uid === uid);
    return now === undefined ? [] : containers.flatMap((container) => containerChanges(pod, container, now));
  });
  return [...replaced, ...[...added, ...changed].map((text) => ({ text, isReplaced: false }))];
}

function containerChanges(pod: string, before: ContainerIdentity, { containers }: PodIdentity): string[] {
  const now = containers.find(({ container }) => container === before.container);
  if (now === undefined) return [];
  const which = `container ${before.container} of pod ${pod}`;
  const restarts = now.restarts - before.restarts;
  return [
    ...(restarts === 0 ? [] : [`${which} was restarted ${restarts === 1 ? "once" : `${restarts} times`}`]),
    ...(now.imageId === before.imageId
      ? []
      : [`${which} runs another image: ${now.imageId}, before ${before.imageId}`]),
  ];
}
