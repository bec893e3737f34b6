import { type ContainerIdentity, identityChanges, type PodIdentity, readIdentity } from "./deployment-identity.ts";
import type { Kubectl } from "./kubectl.ts";

/** A run of a container: another begins when it is restarted, or its pod is replaced. */
export interface ContainerRun {
  readonly pod: string;
  readonly identity: PodIdentity;
}

/**
 * The run of a container that there is now.
 *
 * @returns Null while there is none: no pod, or one whose container has not begun.
 */
export async function containerRunNow(
  kubectl: Kubectl,
  selector: string,
  container: string,
  signal?: AbortSignal,
): Promise<ContainerRun | null> {
  const pods = await readIdentity(kubectl, selector, signal);
  const identity = pods.find(({ containers }) => containers.some(isBegun(container)));
  return identity === undefined ? null : { pod: identity.pod, identity };
}

/** What has become of one run until another, in words; none: it is the same. */
export function runChanges(before: ContainerRun, now: ContainerRun): readonly string[] {
  return identityChanges([before.identity], [now.identity]).map(({ text }) => text);
}

function isBegun(name: string): (container: ContainerIdentity) => boolean {
  return ({ container, imageId }) => container === name && imageId !== "";
}
