import { isWaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import { httpText } from "../http-text.ts";
import type { Kubectl } from "./kubectl.ts";

const secretsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      data: z.object({ token: z.string().optional() }).default({}),
    }),
  ),
});

/**
 * The token that a router's metrics ask for: of the service account whose secret is made for that. Undefined where none is asked for, or
 * none can be read: then the metrics page itself says so.
 */
export async function metricsToken(kubectl: Kubectl, url: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!(await asksForToken(url, signal))) return undefined;
  const type = ["--field-selector", "type=kubernetes.io/service-account-token"];
  const { stdout, refusal } = await kubectl.ask(["get", "secrets", ...type, "-o", "json"], { signal });
  if (refusal !== null) return undefined;
  const { items } = secretsSchema.parse(JSON.parse(stdout));
  const reader = items.find(({ metadata, data }) => /metrics/.test(metadata.name) && data.token !== undefined);
  return reader?.data.token === undefined ? undefined : Buffer.from(reader.data.token, "base64").toString("utf8");
}

async function asksForToken(url: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await httpText(url, { signal });
    return false;
  } catch (error) {
    return isWaRoutingError(error) && error.code === "ENDPOINT_REFUSED" && (error.value === 401 || error.value === 403);
  }
}
