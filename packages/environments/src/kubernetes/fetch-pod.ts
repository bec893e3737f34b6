import { errorMessage } from "../error-message.ts";
import type { LogFollower, LogObserver } from "../router-log/router-log.ts";
import type { Kubectl } from "./kubectl.ts";
import type { PodLog } from "./pod-log-source.ts";
import { type ContainerRun, containerRunNow, runChanges } from "./router-pod.ts";

/** Where the last fetch ended. */
interface Anchor {
  readonly run: ContainerRun;
  /** The last line that was seen, with its time; null: there was none. */
  readonly line: string | null;
}

/**
 * Fetches a pod's log when it is asked for, and leaves the pod alone in between: a log that is followed slows down what writes it.
 *
 * Each fetch begins with the line that the one before ended with: one that does not has lost what a rotation took away, for
 * `kubectl logs` reads only the newest file, and says nothing of it.
 */
export function fetchPod(kubectl: Kubectl, { selector, container }: PodLog, observer: LogObserver): LogFollower {
  const stopped = new AbortController();
  let lastChunkMs = performance.now();
  let anchor: Anchor | null = null;

  const runNow = async () => {
    const run = await containerRunNow(kubectl, selector, container, stopped.signal);
    if (run === null) throw new Error(`no pod of ${selector} runs a container ${container}`);
    return run;
  };
  const linesOf = async (run: ContainerRun, which: readonly string[]) => {
    const args = ["logs", run.pod, "--container", container, "--timestamps", ...which];
    return (await kubectl.run(args, { signal: stopped.signal })).split("\n").filter((line) => line !== "");
  };
  const begin = async () => {
    const run = await runNow();
    const lines = await linesOf(run, ["--tail", "1"]);
    anchor = { run, line: lines.at(-1) ?? null };
  };
  const fetch = async () => {
    if (anchor === null) return;
    const run = await runNow();
    const changes = runChanges(anchor.run, run);
    const isOther = changes.length > 0;
    if (isOther) observer.onGap(`what ${anchor.run.pod} logged last is lost: ${changes.join("; ")}`);
    const before = isOther ? null : anchor.line;
    const lines = await linesOf(run, before === null ? [] : ["--since-time", wholeSecond(before)]);
    const known = before === null ? -1 : lines.indexOf(before);
    if (before !== null && known < 0) {
      observer.onGap(
        `the log of pod ${run.pod} was rotated since it was last fetched; what was written before is lost`,
      );
    }
    const fresh = lines.slice(known + 1);
    anchor = { run, line: lines.at(-1) ?? before };
    if (fresh.length === 0) return;
    lastChunkMs = performance.now();
    observer.onLogChunk(Buffer.from(fresh.map((line) => `${withoutTime(line)}\n`).join("")));
  };

  let failure: string | null = null;
  let fetching: Promise<void> = Promise.resolve();
  const fetchNext = (): Promise<void> => {
    fetching = fetching.then(fetch).then(
      () => {
        failure = null;
      },
      (error: unknown) => {
        // The next fetch begins where the last one ended: nothing is lost yet.
        failure = errorMessage(error);
      },
    );
    return fetching;
  };
  const attached = begin();
  attached.catch(() => undefined);
  return {
    attached,
    lastChunkMs: () => lastChunkMs,
    readNow: fetchNext,
    async stop() {
      await attached.catch(() => undefined);
      await fetchNext();
      stopped.abort();
      if (failure !== null) observer.onGap(`the router's log could not be fetched at the end of the run: ${failure}`);
    },
  };
}

/** The API knows times by the second: earlier lines of the same second come again. */
function wholeSecond(line: string): string {
  return `${line.slice(0, "2026-11-26T04:00:00".length)}Z`;
}

function withoutTime(line: string): string {
  return line.slice(line.indexOf(" ") + 1);
}
