import type { Loss } from "@wa-routing/protocol";
import type { Observer, Watch } from "../running-gateway.ts";
import { identityChanges, readIdentity } from "./deployment-identity.ts";
import type { Kubectl } from "./kubectl.ts";

/** Pods by their labels, and whose word is not whole when they change. */
export interface WatchedPods {
  readonly selector: string;
  readonly witness: Loss["witness"];
}

/** What has become of pods since they were last seen. */
export interface PodChange {
  readonly witness: Loss["witness"];
  readonly text: string;
  /** Whether another pod has taken the place of one: no failure of its own does that. */
  readonly isReplaced: boolean;
}

/** Pods as they were last seen. */
export interface PodsSeen {
  /** What has changed since; it goes on being so. */
  look(signal?: AbortSignal): Promise<readonly PodChange[]>;
  /** The same; from then on, they are as they are now. */
  take(signal?: AbortSignal): Promise<readonly PodChange[]>;
}

/** Looks at pods for the first time. @throws WaRoutingError `KUBECTL_FAILED` */
export async function seePods(kubectl: Kubectl, pods: readonly WatchedPods[], signal?: AbortSignal): Promise<PodsSeen> {
  const read = async (now?: AbortSignal) =>
    await Promise.all(pods.map(({ selector }) => readIdentity(kubectl, selector, now)));
  let before = await read(signal);
  const changesIn = (after: typeof before) =>
    pods.flatMap(({ witness }, index) =>
      identityChanges(before[index] ?? [], after[index] ?? []).map((change) => ({ witness, ...change })),
    );
  return {
    look: async (now) => changesIn(await read(now)),
    async take(now) {
      const after = await read(now);
      const changes = changesIn(after);
      before = after;
      return changes;
    },
  };
}

/**
 * Follows the witnesses, and tells at the end which of the pods were replaced or restarted meanwhile, as far as nobody has taken that.
 *
 * @param signal Aborted when there is no time for that.
 */
export async function watchPodsSeen(
  seen: PodsSeen,
  watch: (observer: Observer) => Promise<Watch>,
  observer: Observer,
  signal?: AbortSignal,
): Promise<Watch> {
  const watching = await watch(observer);
  return {
    ...watching,
    async stop() {
      await watching.stop();
      if (signal?.aborted === true) return;
      const changes = await seen.look().catch((error: unknown) => {
        observer.onLoss({ witness: "requests", text: `whether pods were replaced cannot be told: ${String(error)}` });
        return [];
      });
      for (const { witness, text, isReplaced } of changes) {
        observer.onLoss({ witness, text: `${text} during the run`, ...(isReplaced ? { replaced: true } : {}) });
      }
    },
  };
}
