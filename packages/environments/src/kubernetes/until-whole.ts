import { setTimeout as delay } from "node:timers/promises";
import { WaRoutingError } from "@wa-routing/protocol";
import { lastWords } from "../process/last-words.ts";
import { readClusterState } from "./cluster-state.ts";
import type { Kubectl } from "./kubectl.ts";
import type { StateCause } from "./pod-cause.ts";
import { stateCauses, type Wanted } from "./state-causes.ts";

const EVERY_MS = 1000;
/** A cause is believed once it has been seen so often in a row: much is amiss for a moment while a deployment starts. */
const SEEN_IN_A_ROW = 2;

/** What is awaited, and for how long. */
export interface WholeOptions extends Wanted {
  readonly timeoutMs: number;
  /** From look to look; default 1 s. */
  readonly everyMs?: number;
  /**
   * Whether causes are waited out: somebody deploys it just now, and what is amiss need not stay so. What is wanted is then asked for
   * before each look.
   */
  readonly wanted?: () => Promise<Wanted>;
}

/**
 * Waits until every deployment is whole: its last change looked at, all pods new and ready and no old one left; and the pool there,
 * with pods, and one endpoint picker.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause as soon as one has been seen that does not mend by itself, with
 *   what was still awaited once the time is over; `KUBECTL_FAILED`; the signal's reason when aborted.
 */
export async function untilWhole(
  kubectl: Kubectl,
  { timeoutMs, everyMs = EVERY_MS, wanted: wantedNow, ...wanted }: WholeOptions,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let before: readonly StateCause[] = [];
  for (let inARow = 1; ; ) {
    const { causes, waiting } = stateCauses(
      await readClusterState(kubectl, signal),
      wantedNow === undefined ? wanted : await wantedNow(),
    );
    if (causes.length === 0 && waiting.length === 0) return;
    const [cause] = causes;
    inARow = cause !== undefined && before.some(({ subject }) => subject === cause.subject) ? inARow + 1 : 1;
    if (wantedNow === undefined && cause !== undefined && inARow >= SEEN_IN_A_ROW)
      throw await notWhole(kubectl, causes, signal);
    if (performance.now() > deadline) {
      const seen = [...causes.map(({ what }) => what), ...waiting].join("; ");
      throw notStarted(`namespace ${kubectl.namespace} was not whole after ${timeoutMs / 1000} s: ${seen}`, seen);
    }
    before = causes;
    await delay(everyMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

async function notWhole(
  kubectl: Kubectl,
  causes: readonly StateCause[],
  signal: AbortSignal | undefined,
): Promise<WaRoutingError> {
  const worded = await Promise.all(
    causes.map(async (cause) => cause.what + (await lastWordsIn(kubectl, cause, signal))),
  );
  const what = worded.join("; ");
  return notStarted(`namespace ${kubectl.namespace}: ${what}`, what, causes[0]?.remedy);
}

/** What a container said before it ended: the one before the present one, which may not have come so far yet. */
async function lastWordsIn(
  kubectl: Kubectl,
  { container }: StateCause,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (container === null) return "";
  const logs = ["logs", container.pod, "--container", container.container, "--tail", "20"];
  for (const args of [[...logs, "--previous"], logs]) {
    const { stdout, refusal } = await kubectl.ask(args, { signal });
    const words = refusal === null ? lastWords(stdout) : "";
    if (words !== "") return `; its last words: ${words}`;
  }
  return "";
}

function notStarted(message: string, seen: string, remedy?: string): WaRoutingError {
  return new WaRoutingError(message, {
    code: "ENVIRONMENT_NOT_STARTED",
    expected: "every pod to be up to date and ready",
    value: seen,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
