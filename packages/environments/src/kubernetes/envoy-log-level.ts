import { WaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import { httpText } from "../http-text.ts";
import { readIdentity } from "./deployment-identity.ts";
import type { Kubectl } from "./kubectl.ts";
import { startPortForward } from "./port-forward.ts";

const ADMIN_PORT = 19000;

const configMaps = z.object({ items: z.array(z.object({ data: z.record(z.string(), z.string()).default({}) })) });

/**
 * Sets the level of all of Envoy's loggers, through its admin page: nothing is restarted.
 *
 * @param before Told the level that most of them have, before it is changed.
 * @throws WaRoutingError `KUBECTL_FAILED`, `ENVIRONMENT_NOT_STARTED` or `ENDPOINT_REFUSED` where the page cannot be reached.
 */
export async function setLogLevel(
  kubectl: Kubectl,
  { deployment, selector }: { readonly deployment: string; readonly selector: string },
  level: string,
  before: (level: string) => Promise<void> = () => Promise.resolve(),
  signal?: AbortSignal,
): Promise<void> {
  const pods = await readIdentity(kubectl, selector, signal);
  for (const { pod } of pods) {
    await using forward = await startPortForward(kubectl, { pod, port: await adminPort(kubectl, signal) }, signal);
    await before(mostCommonLevel(await httpText(`${forward.url}/logging`, { method: "POST", signal })) ?? "info");
    await httpText(`${forward.url}/logging?level=${level}`, { method: "POST", signal });
  }
  if (pods.length > 0) return;
  throw new WaRoutingError(`Deployment ${deployment} has no pod whose log level could be set`, {
    code: "ENVIRONMENT_NOT_STARTED",
    field: deployment,
    expected: "Envoy to run",
  });
}

/** The level of most loggers on Envoy's page: `  admin: trace`, a line for each. */
export function mostCommonLevel(page: string): string | null {
  const levels = [...page.matchAll(/^\s+[\w.]+: (\w+)$/gm)].map(([, level = ""]) => level);
  const count = (level: string) => levels.filter((other) => other === level).length;
  return levels.toSorted((a, b) => count(b) - count(a))[0] ?? null;
}

/** Where its admin page listens, as its configuration says. */
async function adminPort(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<number> {
  const { stdout, refusal } = await kubectl.ask(["get", "configmaps", "-o", "json"], { signal });
  if (refusal !== null) return ADMIN_PORT;
  const texts = configMaps.parse(JSON.parse(stdout)).items.flatMap(({ data }) => Object.values(data));
  const found = texts.map((text) => /^admin:\s*\n(?:\s+.*\n)*?\s+port_value:\s*(\d+)/m.exec(text)?.[1]).find(Boolean);
  return found === undefined ? ADMIN_PORT : Number(found);
}
