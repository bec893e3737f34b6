import { WaRoutingError } from "@wa-routing/protocol";
import type { Recovery, RunningGateway } from "../running-gateway.ts";
import { type EnvoyMending, untilMended } from "./envoy-mending.ts";
import type { PodsSeen } from "./pods-seen.ts";

/** What has to be well again after a restart, and how that is seen. */
export interface Recovering extends EnvoyMending {
  readonly seen: PodsSeen;
}

/** As `recovered` of a running gateway: compares pods with those that there were, and waits until what took their place answers. */
export function recoveryOf({ seen, ...mending }: Recovering): NonNullable<RunningGateway["recovered"]> {
  return async (signal): Promise<Recovery | null> => {
    try {
      if ((await seen.look(signal)).length === 0) return null;
      await mending.whole(signal);
      await untilMended(mending, signal);
      const changes = await seen.take(signal);
      return {
        text: changes.map(({ text }) => text).join("; "),
        isRoutersOwn: changes.some(({ witness, isReplaced }) => witness === "router-log" && !isReplaced),
      };
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
