import { WaRoutingError } from "@wa-routing/protocol";
import { httpText } from "../http-text.ts";
import { until } from "../until.ts";

const REACHED_MS = 60_000;
const ANSWER_MS = 2000;

/**
 * Waits until each address has answered, whatever it says: a pod that is ready is not yet one that the node's proxy leads to, and until
 * it does the proxy takes a connection and closes it.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with what came instead; the signal's reason when aborted.
 */
export async function untilReached(
  urls: readonly string[],
  signal: AbortSignal | undefined,
  deadlineMs = REACHED_MS,
): Promise<void> {
  for (const url of urls) {
    await until(
      {
        ...{ what: `an answer from ${url}`, code: "ENVIRONMENT_NOT_STARTED", deadlineMs, everyMs: 100 },
        ...(signal === undefined ? {} : { signal }),
      },
      async () => await answerOf(url, signal),
    );
  }
}

async function answerOf(url: string, signal: AbortSignal | undefined): Promise<true | string> {
  try {
    await httpText(url, { timeoutMs: ANSWER_MS, signal });
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof WaRoutingError)) throw error;
    return error.code === "ENDPOINT_REFUSED" ? true : error.message;
  }
}
