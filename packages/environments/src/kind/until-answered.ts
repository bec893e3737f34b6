import { Agent, request } from "undici";
import { MODEL } from "../model-servers.ts";
import { until } from "../until.ts";

const ANSWER_MS = 60_000;
/** A router that has just been replaced may be known to one connection and not to another. */
const FRESH_CONNECTIONS = 4;

/** What is asked, and for how long. */
export interface AskedFor {
  /** Default: one minute. */
  readonly deadlineMs?: number;
  /** Default: what our own model servers serve. */
  readonly model?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Waits until requests on fresh connections are answered, one after the other, through Envoy and picker.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with what came instead.
 */
export async function untilAnswered(
  gatewayUrl: string,
  signal: AbortSignal | undefined,
  { deadlineMs = ANSWER_MS, model = MODEL, headers = {} }: AskedFor = {},
): Promise<void> {
  let answered = 0;
  const awaited = { what: `${FRESH_CONNECTIONS} requests in a row to be answered through ${gatewayUrl}` };
  await until(
    {
      ...awaited,
      code: "ENVIRONMENT_NOT_STARTED",
      deadlineMs,
      everyMs: 100,
      ...(signal === undefined ? {} : { signal }),
    },
    async () => {
      const seen = await askOnce(gatewayUrl, model, headers);
      answered = seen === null ? answered + 1 : 0;
      return answered >= FRESH_CONNECTIONS || (seen ?? `${answered} of them`);
    },
  );
}

/** Null: it was answered. */
async function askOnce(
  gatewayUrl: string,
  model: string,
  headers: NonNullable<AskedFor["headers"]>,
): Promise<string | null> {
  const agent = new Agent({ headersTimeout: 3000, bodyTimeout: 3000 });
  try {
    const { statusCode, body } = await request(`${gatewayUrl}/v1/completions`, {
      dispatcher: agent,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ model, prompt: "first request", max_tokens: 1 }),
    });
    const text = await body.text();
    return statusCode === 200 ? null : `${statusCode} ${text.slice(0, 200)}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await agent.destroy();
  }
}
