import type { ConnectOptions } from "../connect-options.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { selectorText } from "../kubernetes/label-selector.ts";
import { onOneConnection } from "../kubernetes/one-connection.ts";
import { type PortForward, startPortForward } from "../kubernetes/port-forward.ts";
import { containerRunNow } from "../kubernetes/router-pod.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { notStarted } from "./cluster/host-program.ts";
import { labelsOf } from "./objects/names.ts";

/** A port of a pod, and the port of the node that leads to it where a cluster publishes that. */
export interface AccessTarget {
  /** Its pod, as kubectl's `--selector`, and the container that runs in it. */
  readonly selector: string;
  readonly container: string;
  readonly port: number;
  readonly nodePort: number;
}

/** The pod of a Deployment of ours. */
export function partOf(name: string): Pick<AccessTarget, "selector" | "container"> {
  return { selector: selectorText(labelsOf(name)), container: name };
}

/** How what runs in a cluster is reached from this host. */
export interface ClusterAccess extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; stays the same whatever becomes of the pod. @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` */
  url(target: AccessTarget, signal?: AbortSignal): Promise<string>;
  /** How requests are sent to a gateway at one of these addresses so that none overtakes another on the way. */
  wayTo(gatewayUrl: string, signal?: AbortSignal): Promise<Pick<ConnectOptions, "oneConnection">>;
  /** Lets go of what was reached by these addresses. */
  release(urls: readonly string[]): Promise<void>;
  /** Why something is not reached any more, once that is so. */
  failure(): string | null;
}

/**
 * By the ports that the cluster's node publishes on this host; in a cluster that publishes none of a target, by a forward to its pod,
 * which is started again whenever it ends.
 */
export function clusterAccess({ hostPorts }: Pick<Cluster, "hostPorts">, kubectl: Kubectl): ClusterAccess {
  const forwards: PortForward[] = [];
  const end = async (which: readonly PortForward[]) => {
    await Promise.all(which.map((forward) => forward[Symbol.asyncDispose]()));
  };
  return {
    async url({ selector, container, port, nodePort }, signal) {
      const hostPort = hostPorts.get(nodePort);
      if (hostPort !== undefined) return `http://127.0.0.1:${hostPort}`;
      const run = await containerRunNow(kubectl, selector, container, signal);
      if (run === null) throw notStarted(`no pod of ${selector} runs a container ${container}`, selector);
      const forward = await startPortForward(kubectl, { pod: run.pod, port, selector }, signal);
      forwards.push(forward);
      return forward.url;
    },
    async wayTo(gatewayUrl, signal) {
      return forwards.some(({ url }) => url === gatewayUrl) ? await onOneConnection(gatewayUrl, signal) : {};
    },
    async release(urls) {
      const which = forwards.filter(({ url }) => urls.includes(url));
      forwards.splice(0, forwards.length, ...forwards.filter((forward) => !which.includes(forward)));
      await end(which);
    },
    failure: () => forwards.map((each) => each.failure()).find((text) => text !== null) ?? null,
    [Symbol.asyncDispose]: async () => await end(forwards.splice(0)),
  };
}
