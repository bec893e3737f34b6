import type { ClusterEvent, ContainerStatus, Pod } from "./cluster-state.ts";

/** Why a pod, or what it belongs to, will not become well by itself. */
export interface StateCause {
  /** What suffers from it: the same cause may be worded otherwise a second later. */
  readonly subject: string;
  /** What was seen, and why it is so. */
  readonly what: string;
  readonly remedy: string;
  /** Whose last words say more: a container that ended again and again. */
  readonly container: { readonly pod: string; readonly container: string } | null;
}

/** Restarts after which a container counts as one that does not stay up. */
const RESTARTS = 2;
/** So many failed probes, the last of them so long after the container's start, are no slow start any more. */
const FAILED_PROBES = 3;
const SLOW_START_MS = 20_000;

// https://kubernetes.io/docs/concepts/containers/images/ and the kubelet's container states.
const REMEDIES: Readonly<Record<string, string>> = {
  ErrImagePull:
    "check the image's name and that its registry can be reached; an image of this host is loaded with kind load docker-image",
  ImagePullBackOff:
    "check the image's name and that its registry can be reached; an image of this host is loaded with kind load docker-image",
  ErrImageNeverPull: "load the image into the cluster (kind load docker-image), or let imagePullPolicy be IfNotPresent",
  InvalidImageName: "correct the image's name",
  CreateContainerConfigError: "apply the ConfigMap or Secret that the container names",
  CreateContainerError: "correct the container as the message says",
  RunContainerError: "correct the container's command as the message says",
};

/** Why a pod is not ready and will not be by itself; null while it may still become so. */
export function podCause(pod: Pod, events: readonly ClusterEvent[]): StateCause | null {
  const { name } = pod.metadata;
  const scheduled = pod.status.conditions.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False") {
    return {
      subject: name,
      what: `pod ${name} cannot be scheduled: ${scheduled.message || scheduled.reason}`,
      remedy: "lower the requests of its containers, or free or add a node",
      container: null,
    };
  }
  const own = events.filter(({ involvedObject }) => involvedObject.name === name);
  for (const container of [...pod.status.initContainerStatuses, ...pod.status.containerStatuses]) {
    const cause = containerCause(name, container, own);
    if (cause !== null) return cause;
  }
  return null;
}

function containerCause(pod: string, status: ContainerStatus, events: readonly ClusterEvent[]): StateCause | null {
  const { waiting } = status.state;
  const remedy = REMEDIES[waiting?.reason ?? ""];
  if (waiting !== undefined && remedy !== undefined) {
    const what = `pod ${pod}: image ${status.image} of container ${status.name}: ${waiting.reason}: ${waiting.message}`;
    return { subject: pod, what, remedy, container: null };
  }
  if (status.ready || status.state.terminated?.exitCode === 0) return null;
  const probe = events.findLast(({ reason, count }) => reason === "Unhealthy" && (count ?? 1) >= FAILED_PROBES);
  const end = status.lastState.terminated ?? status.state.terminated;
  if (end !== undefined && (waiting?.reason === "CrashLoopBackOff" || status.restartCount >= RESTARTS)) {
    const why = `container ${status.name} of pod ${pod} has been restarted ${status.restartCount} times`;
    // Killed by its probe it ends as it was told to: its last words say nothing, and the probe's do.
    if (probe !== undefined && end.exitCode === 0) return unhealthy(pod, `${why}: ${probe.message}`);
    return {
      subject: pod,
      what: `${why} (CrashLoopBackOff): it ended with exit code ${end.exitCode}`,
      remedy: "correct what its last words name: its configuration, its arguments or its image",
      container: { pod, container: status.name },
    };
  }
  const startedMs = Date.parse(status.state.running?.startedAt ?? "");
  if (probe === undefined || Date.parse(probe.lastTimestamp ?? "") - startedMs < SLOW_START_MS) return null;
  return unhealthy(pod, `pod ${pod} is not ready: ${probe.message}`);
}

function unhealthy(subject: string, what: string): StateCause {
  return {
    subject,
    what,
    remedy: "check the port and the service of the probe, and the container's log",
    container: null,
  };
}
