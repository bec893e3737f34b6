import { request } from "undici";
import { MODEL } from "./fake-model.ts";

/** Under way at once for each model server: more than a scenario's queue sends to one. */
const REQUESTS_EACH = 40;
/** Long enough that they are under way at once: a token takes 1 ms. */
const TOKENS = 300;

/**
 * Lets a gateway open its connections to several model servers before anything is measured.
 *
 * A server that is called by many new connections accepts all of them before it reads from any: the arrivals of a first release would
 * be grouped by model server, up to half a second from the order of their dispatch. On connections that are open they are read as they
 * come. With one model server there is nothing to group.
 */
export async function warmConnections(gatewayUrl: string, modelServers: number): Promise<void> {
  if (modelServers < 2) return;
  const body = JSON.stringify({ model: MODEL, prompt: "opens a connection", max_tokens: TOKENS });
  const headers = { "content-type": "application/json" };
  const send = async () => {
    const answer = await request(`${gatewayUrl}/v1/completions`, { method: "POST", headers, body });
    await answer.body.dump();
  };
  await Promise.all(Array.from({ length: REQUESTS_EACH * modelServers }, send));
}
