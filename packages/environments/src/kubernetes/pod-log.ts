import type { LogFollower, LogObserver } from "../router-log/router-log.ts";
import { fetchPod } from "./fetch-pod.ts";
import { followPod } from "./follow-pod.ts";
import { createKubectl } from "./kubectl.ts";
import type { PodLog } from "./pod-log-source.ts";

/**
 * Reads a pod's log from now on; `attached` once it is proven that nothing that is written from then on is missed. A pod that is
 * restarted or replaced, a log that ends or is rotated, is a gap.
 */
export function readPodLog(source: PodLog, observer: LogObserver): LogFollower {
  const kubectl = createKubectl(source.cluster);
  return source.reading === "followed" ? followPod(kubectl, source, observer) : fetchPod(kubectl, source, observer);
}
