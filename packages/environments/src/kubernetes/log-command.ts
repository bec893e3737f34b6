import { createKubectl } from "./kubectl.ts";
import type { PodLog } from "./pod-log-source.ts";

/** What prints a pod's log from now on, as a shell reads it. */
export function logCommand({ cluster, selector, container }: PodLog): string {
  const args = ["logs", "--follow", "--tail=0", "--selector", selector, "--container", container];
  return createKubectl(cluster).commandLine(args);
}
