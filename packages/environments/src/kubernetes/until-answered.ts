import { Agent, request } from "undici";
import type { ConnectOptions } from "../connect-options.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { until } from "../until.ts";

const ANSWER_MS = 60_000;
/** A router that has just been replaced may be known to one connection and not to another. */
const FRESH_CONNECTIONS = 4;

/** Who is to answer, for which model. */
export interface Answering {
  readonly url: string;
  readonly model: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Waits until requests on fresh connections are answered, one after the other, through Envoy and picker.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with what came instead.
 */
export async function untilAnswered(
  { url: gatewayUrl, model, headers = {} }: Answering,
  signal: AbortSignal | undefined,
  deadlineMs = ANSWER_MS,
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
      const seen = await askOnce({ url: gatewayUrl, model, headers });
      answered = seen === null ? answered + 1 : 0;
      return answered >= FRESH_CONNECTIONS || (seen ?? `${answered} of them`);
    },
  );
}

/** As {@link untilAnswered}, of a gateway that is connected. With certificates nobody but its own sender can ask: it is taken to answer. */
export async function untilGatewayAnswers(
  { address: { url, headers = {} }, description }: Pick<RunningGateway, "address" | "description">,
  { tls }: Pick<ConnectOptions, "tls">,
  signal: AbortSignal | undefined,
  deadlineMs?: number,
): Promise<void> {
  if (tls !== undefined) return;
  await untilAnswered({ url, headers, model: description.model }, signal, deadlineMs);
}

/** Null: it was answered. */
async function askOnce({ url, model, headers }: Answering): Promise<string | null> {
  const agent = new Agent({ headersTimeout: 3000, bodyTimeout: 3000 });
  try {
    const { statusCode, body } = await request(`${url}/v1/completions`, {
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
