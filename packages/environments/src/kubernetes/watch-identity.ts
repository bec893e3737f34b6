import type { Observer, Watch } from "../running-gateway.ts";
import { identityChanges, readIdentity } from "./deployment-identity.ts";
import type { Kubectl } from "./kubectl.ts";

/** Follows the witnesses, and tells at the end which of the pods were replaced or restarted meanwhile. */
export async function watchIdentity(
  kubectl: Kubectl,
  parts: readonly { readonly selector: string }[],
  watch: (observer: Observer) => Promise<Watch>,
  observer: Observer,
): Promise<Watch> {
  const read = async () => (await Promise.all(parts.map(({ selector }) => readIdentity(kubectl, selector)))).flat();
  const before = await read();
  const watching = await watch(observer);
  return {
    settle: watching.settle,
    async stop() {
      await watching.stop();
      try {
        for (const change of identityChanges(before, await read())) {
          observer.onLoss({ witness: "requests", text: `${change} during the run` });
        }
      } catch (error) {
        observer.onLoss({ witness: "requests", text: `whether pods were replaced cannot be told: ${String(error)}` });
      }
    },
  };
}
