import { WaRoutingError } from "@wa-routing/protocol";
import { identityChanges, readIdentity } from "../kubernetes/deployment-identity.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";
import { GATEWAYS, POOL } from "./objects/names.ts";
import { untilAnswered } from "./until-answered.ts";

/** A new pod of the picker needs a dozen seconds until it is ready, and more on a busy node. */
const RECOVERY_MS = 60_000;
/** Longer than a healthy Envoy takes to reach the new one. */
const ENVOY_MS = 10_000;

/** What has to be well again. */
export interface Recovering {
  readonly kubectl: Kubectl;
  readonly deployments: readonly string[];
  readonly gatewayUrl: string;
}

/**
 * As `recovered` of a running gateway: compares pods with those that there were, and waits until what took their place answers.
 */
export async function recoveryOf({ kubectl, deployments, gatewayUrl }: Recovering) {
  // The pods of another route come and go as it is opened and closed.
  const selector = `app in (${deployments.join(",")})`;
  const identities = async (signal?: AbortSignal) => await readIdentity(kubectl, selector, signal);
  const whole = async (signal: AbortSignal) =>
    await untilWhole(kubectl, { deployments, inferencePool: POOL, timeoutMs: RECOVERY_MS }, signal);
  let before = await identities();
  return async (signal: AbortSignal): Promise<boolean> => {
    try {
      if (identityChanges(before, await identities(signal)).length === 0) return false;
      await whole(signal);
      await untilAnswered(gatewayUrl, signal, { deadlineMs: ENVOY_MS }).catch(async () => {
        // Envoy may keep a connection to the picker that is gone.
        await kubectl.run(["rollout", "restart", `deployment/${GATEWAYS.main.envoy}`], { signal });
        await whole(signal);
        await untilAnswered(gatewayUrl, signal);
      });
      before = await identities(signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      throw new WaRoutingError(`the gateway did not recover: ${(error as Error).message}`, {
        code: "ENVIRONMENT_BROKE",
        expected: "pods that answer again after a restart",
        cause: error,
      });
    }
  };
}
