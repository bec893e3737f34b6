import { DISTURBING_VERBOSITY } from "@wa-routing/protocol";
import type { KubectlOptions } from "./kubectl.ts";

/** A router's log in a pod. */
export interface PodLog {
  readonly cluster: KubectlOptions;
  /** The router's pod, as kubectl's `--selector`. */
  readonly selector: string;
  readonly container: string;
  /** `followed` as it is written; or `fetched` between scenarios, which disturbs nothing, and is enough for a quiet log. */
  readonly reading: "followed" | "fetched";
}

/** How a log is read best: a verbose one is rotated away within seconds, so that it has to be followed. */
export function readingAt(verbosity: number): PodLog["reading"] {
  return verbosity >= DISTURBING_VERBOSITY ? "followed" : "fetched";
}
