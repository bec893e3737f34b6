import type { Loss } from "@wa-routing/protocol";
import type { Observer, Watch } from "../running-gateway.ts";
import { identityChanges, readIdentity } from "./deployment-identity.ts";
import type { Kubectl } from "./kubectl.ts";

/** Pods by their labels, and whose word is not whole when they change. */
export interface WatchedPods {
  readonly selector: string;
  readonly witness: Loss["witness"];
}

/** Follows the witnesses, and tells at the end which of the pods were replaced or restarted meanwhile. @param signal Aborted when there is no time for that. */
export async function watchIdentity(
  kubectl: Kubectl,
  pods: readonly WatchedPods[],
  watch: (observer: Observer) => Promise<Watch>,
  observer: Observer,
  signal?: AbortSignal,
): Promise<Watch> {
  const read = async () => await Promise.all(pods.map(({ selector }) => readIdentity(kubectl, selector)));
  const before = await read();
  const watching = await watch(observer);
  return {
    settle: watching.settle,
    async stop() {
      await watching.stop();
      if (signal?.aborted === true) return;
      const after = await read().catch((error: unknown) => {
        observer.onLoss({ witness: "requests", text: `whether pods were replaced cannot be told: ${String(error)}` });
        return before;
      });
      for (const [index, { witness }] of pods.entries()) {
        for (const { text, isReplaced } of identityChanges(before[index] ?? [], after[index] ?? [])) {
          observer.onLoss({ witness, text: `${text} during the run`, ...(isReplaced ? { replaced: true } : {}) });
        }
      }
    },
  };
}
