import { join } from "node:path";
import type { GatewayDescription } from "@wa-routing/protocol";
import { type PodIdentity, readIdentity } from "../kubernetes/deployment-identity.ts";
import { writeDiagnostics } from "../kubernetes/diagnostics.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { selectorText } from "../kubernetes/label-selector.ts";
import { type PodsSeen, type WatchedPods, watchPodsSeen } from "../kubernetes/pods-seen.ts";
import type { Artifact, RunningGateway } from "../running-gateway.ts";
import { notStarted } from "./cluster/host-program.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { DeployedPicker } from "./objects/deployed-picker.ts";
import { GATEWAYS, labelsOf } from "./objects/names.ts";

/** Folder of a run's folder in which is what Kubernetes says of the gateway. */
const DIAGNOSTICS = "kubernetes";

/** Pods that carry a gateway; those of another route come and go as it is opened and closed. */
export function carryingPods({ pool, labels }: Pick<DeployedPicker, "pool" | "labels">): readonly WatchedPods[] {
  return [
    { selector: selectorText(pool.labels), witness: "arrivals" },
    { selector: selectorText(labelsOf(GATEWAYS.main.envoy)), witness: "requests" },
    { selector: selectorText(labels), witness: "router-log" },
  ];
}

/**
 * A gateway whose pods are compared before and after it is watched: what was replaced or restarted meanwhile is a loss. What
 * Kubernetes says of them at the end is kept with the evidence.
 *
 * @param seen Its pods, when it had started.
 * @param folder Of the environment.
 * @param signal Aborted when there is no time for that.
 */
export function watchPods(
  gateway: RunningGateway,
  seen: PodsSeen,
  kubectl: Kubectl,
  folder: string,
  signal: AbortSignal | undefined,
): RunningGateway {
  const artifacts: Artifact[] = [...gateway.artifacts];
  return {
    ...gateway,
    artifacts,
    async watch(observer) {
      const watch = await watchPodsSeen(seen, gateway.watch, observer, signal);
      return {
        ...watch,
        async stop() {
          await watch.stop();
          if (signal?.aborted === true) return;
          artifacts.push(...(await diagnosticsOf(kubectl, folder)));
        },
      };
    },
  };
}

/** What Kubernetes says of a namespace, as files in the folder of an environment. */
export async function diagnosticsOf(kubectl: Kubectl, folder: string): Promise<Artifact[]> {
  const names = await writeDiagnostics(kubectl, join(folder, DIAGNOSTICS));
  return names.map((name) => ({ name: join(DIAGNOSTICS, name), path: join(folder, DIAGNOSTICS, name) }));
}

/**
 * The pods that carry a gateway, for the record.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` where one of them runs another image than the one that was loaded for it.
 */
export async function podsRunning(
  kubectl: Kubectl,
  wanted: readonly { readonly selector: string; readonly image: LoadedImage; readonly container?: string }[],
  signal: AbortSignal | undefined,
): Promise<NonNullable<GatewayDescription["pods"]>> {
  const found = await Promise.all(
    wanted.map(async ({ selector, image, container }) => {
      const pods = await readIdentity(kubectl, selector, signal);
      for (const pod of pods) checkImage(pod, image, container);
      return pods;
    }),
  );
  return found
    .flat()
    .flatMap(({ pod, uid, containers }) => containers.map((container) => ({ pod, uid, ...container })));
}

function checkImage({ pod, containers }: PodIdentity, { image, digests }: LoadedImage, only?: string): void {
  const checked = containers.filter(({ container }) => only === undefined || container === only);
  const other = checked.find(({ imageId }) => !digests.includes(imageId));
  if (other === undefined) return;
  throw notStarted(
    `pod ${pod} runs another image than ${image}: ${other.imageId}, and the node has ${digests.join(", ")}`,
    other.imageId,
  );
}
