import { setTimeout as delay } from "node:timers/promises";
import { errorMessage } from "../error-message.ts";
import type { LogFollower, LogObserver } from "../router-log/router-log.ts";
import { wholeLines } from "../router-log/whole-lines.ts";
import type { GuardedChild } from "./guarded-child.ts";
import type { Kubectl } from "./kubectl.ts";
import type { PodLog } from "./pod-log-source.ts";
import { type ContainerRun, containerRunNow, runChanges } from "./router-pod.ts";

const ATTACH_MS = 15_000;
const LOOK_EVERY_MS = 500;

/**
 * Follows a pod's log as it is written, and goes on with the container that takes its place.
 *
 * `kubectl logs -f` ends with code 0 when its pod is deleted: whatever its code, an end before the run's is a gap, and what became of the
 * pod is said with it.
 */
export function followPod(kubectl: Kubectl, { selector, container }: PodLog, observer: LogObserver): LogFollower {
  const stopped = new AbortController();
  let child: GuardedChild | null = null;
  let run: ContainerRun | null = null;
  let lastChunkMs = performance.now();

  /** Begins with what is written from now on (`now`), or with what a new container has written (`start`). */
  const attach = async (from: "now" | "start") => {
    run = await containerRunNow(kubectl, selector, container, stopped.signal);
    if (run === null) throw new Error(`no pod of ${selector} runs a container ${container}`);
    // The last line that is there comes at once: it proves that what follows it is not missed, and is itself left out.
    const started = kubectl.spawn([
      ...["logs", "--follow", run.pod, "--container", container],
      ...(from === "now" ? ["--tail", "1"] : []),
    ]);
    child = started;
    const first = new Promise<boolean>((resolve) => {
      const lines = wholeLines((whole) => {
        lastChunkMs = performance.now();
        const isProof = from === "now";
        from = "start";
        resolve(true);
        const rest = isProof ? whole.subarray(whole.indexOf(10) + 1) : whole;
        if (rest.length > 0) observer.onLogChunk(rest);
      });
      started.stdout.on("data", lines.push).on("end", lines.end);
      void started.ended.then(() => resolve(false));
      void delay(ATTACH_MS, false, { ref: false }).then(resolve);
    });
    let words = "";
    started.stderr.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-500);
    });
    if (!(await first) && !stopped.signal.aborted) {
      observer.onGap(
        `the log of pod ${run.pod} said nothing for ${ATTACH_MS / 1000} s: it is not proven that it was followed before the first request ${words.trim()}`.trim(),
      );
    }
    return { ended: started.ended, words: () => words.trim() };
  };

  const goOn = async (before: ContainerRun, words: string) => {
    for (let told = false; ; await delay(LOOK_EVERY_MS, undefined, { signal: stopped.signal })) {
      try {
        const now = await containerRunNow(kubectl, selector, container, stopped.signal);
        const changes = now === null ? [] : runChanges(before, now);
        if (!told) {
          const became = now === null ? "no pod runs in its place yet" : changes.join("; ") || "the pod is the same";
          observer.onGap(`the log of pod ${before.pod} ended before the run did (${became}) ${words}`.trim());
          told = true;
        }
        if (now !== null) return await attach(changes.length > 0 ? "start" : "now");
      } catch (error) {
        stopped.signal.throwIfAborted();
        if (!told)
          observer.onGap(`the log of pod ${before.pod} ended before the run did: ${errorMessage(error)} ${words}`);
        told = true;
      }
    }
  };

  const attached = attach("now");
  const following = attached.then(async (first) => {
    for (let now = first; ; ) {
      await now.ended;
      stopped.signal.throwIfAborted();
      now = await goOn(run as ContainerRun, now.words());
    }
  });
  following.catch(() => undefined);
  return {
    attached: attached.then(() => undefined),
    lastChunkMs: () => lastChunkMs,
    readNow: () => undefined,
    async stop() {
      stopped.abort();
      await attached.catch(() => undefined);
      await child?.stop();
      await following.catch(() => undefined);
    },
  };
}
