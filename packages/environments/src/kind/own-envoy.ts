import { MODEL } from "../fake-model.ts";
import type { EnvoyMending } from "../kubernetes/envoy-mending.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import type { Wanted } from "../kubernetes/state-causes.ts";
import { untilAnswered } from "../kubernetes/until-answered.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";

const WHOLE_AGAIN_MS = 60_000;

/** How an Envoy of ours is mended that does not reach its picker. */
export function mendingOf(
  kubectl: Kubectl,
  { envoy, url, wanted }: { readonly envoy: string; readonly url: string; readonly wanted: Wanted },
): EnvoyMending {
  return {
    whole: async (signal) => await untilWhole(kubectl, { ...wanted, timeoutMs: WHOLE_AGAIN_MS }, signal),
    answered: async (signal, deadlineMs) => await untilAnswered({ url, model: MODEL }, signal, deadlineMs),
    restartEnvoy: async (signal) => await kubectl.run(["rollout", "restart", `deployment/${envoy}`], { signal }),
  };
}
