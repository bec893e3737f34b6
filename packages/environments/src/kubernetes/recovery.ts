import { WaRoutingError } from "@wa-routing/protocol";
import type { Recovery, RunningGateway } from "../running-gateway.ts";
import type { PodsSeen } from "./pods-seen.ts";

/** Longer than a healthy Envoy takes to reach a new picker. */
const ENVOY_MS = 10_000;

/** What has to be well again after a restart, and how that is seen. */
export interface Recovering {
  readonly seen: PodsSeen;
  /** Returns once every pod is up to date and ready. A new one of the picker needs a dozen seconds, and more on a busy node. */
  whole(signal: AbortSignal): Promise<void>;
  /** Returns once several fresh connections in a row have been answered. */
  answered(signal: AbortSignal, deadlineMs?: number): Promise<void>;
  /** Envoy may keep a connection to a picker that is gone. Absent: it is not ours to restart. */
  restartEnvoy?(signal: AbortSignal): Promise<unknown>;
}

/** As `recovered` of a running gateway: compares pods with those that there were, and waits until what took their place answers. */
export function recoveryOf({
  seen,
  whole,
  answered,
  restartEnvoy,
}: Recovering): NonNullable<RunningGateway["recovered"]> {
  return async (signal): Promise<Recovery | null> => {
    try {
      if ((await seen.look(signal)).length === 0) return null;
      await whole(signal);
      if (restartEnvoy === undefined) await answered(signal);
      else {
        await answered(signal, ENVOY_MS).catch(async () => {
          await restartEnvoy(signal);
          await whole(signal);
          await answered(signal);
        });
      }
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
