import { endLeftClusters, type LeftCluster, putBackNamespace } from "@wa-routing/environments";
import type { HeldRun, ProcessIdentity } from "@wa-routing/protocol";
import { type EndedGateway, endLastingGateway } from "../background/end-lasting-gateway.ts";
import { endHeldRuns } from "../background/held-runs.ts";
import { EXIT_CODES } from "../exit-code.ts";
import type { DownCommandOptions } from "./down-options.ts";
import { readNamespace } from "./namespace-option.ts";

/** `wa-routing down` */
export async function downCommand({ json = false, namespace, context }: DownCommandOptions): Promise<void> {
  const cluster = readNamespace({ namespace, context });
  if (cluster !== null) return printPutBack(cluster.namespace, await putBackNamespace(cluster), json);
  const held = await endHeldRuns();
  const ended = await endLastingGateway();
  const clusters = await endLeftClusters({ kept: true });
  const owners = [...held.map(({ holder }) => holder), ...(ended === null ? [] : [ended.gateway.supervisor])];
  if (clusters.some((cluster) => isOwed(cluster, owners))) process.exitCode = EXIT_CODES.environment;
  const printed = { ...asJson(ended), ...asJsonHeld(held), ...asJsonClusters(clusters) };
  process.stdout.write(
    json
      ? `${JSON.stringify(printed, null, 2)}\n`
      : heldInWords(held) + inWords(ended) + clusters.map(({ text }) => `${capital(text)}.\n`).join(""),
  );
}

/**
 * Whether a cluster should be gone after this: it is there and would not go; or nobody knows, and it belongs to what was ended now, or was
 * kept here until now. A record that anybody else has left in this folder is told of, and stands in nobody's way.
 */
function isOwed({ outcome, owner, isKeptHere }: LeftCluster, ended: readonly ProcessIdentity[]): boolean {
  if (outcome !== "out-of-reach") return outcome === "left";
  return isKeptHere || ended.some(({ pid, started }) => pid === owner?.pid && started === owner.started);
}

function printPutBack(namespace: string, putBack: readonly string[], json: boolean): void {
  const words = putBack.length === 0 ? "Nothing had to be put back" : `Put back: ${putBack.join(", ")}`;
  process.stdout.write(json ? `${JSON.stringify({ namespace, putBack }, null, 2)}\n` : `${words}.\n`);
}

function asJson(ended: EndedGateway | null) {
  if (ended === null) return { found: "nothing" };
  const { gateway, found, processes } = ended;
  return {
    found,
    environment: gateway.environment,
    pid: gateway.supervisor.pid,
    failure: gateway.phase === "broken" ? gateway.failure : null,
    ended: processes.map(({ name, identity }) => ({ name, pid: identity.pid })),
  };
}

function asJsonHeld(held: readonly HeldRun[]) {
  return held.length === 0 ? {} : { held: held.map(({ holder, cluster }) => ({ pid: holder.pid, cluster })) };
}

function asJsonClusters(clusters: readonly LeftCluster[]) {
  return clusters.length === 0
    ? {}
    : { clusters: clusters.map(({ name, outcome, text }) => ({ name, outcome, text })) };
}

function heldInWords(held: readonly HeldRun[]): string {
  return held
    .map(
      ({ holder, cluster }) => `The run that held the cluster ${cluster} (pid ${holder.pid}) has gone on, and ended.\n`,
    )
    .join("");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function inWords(ended: EndedGateway | null): string {
  if (ended === null) return "No gateway is up.\n";
  const { gateway, found, processes } = ended;
  const rows = processes.map(({ name, identity }) => `  ended ${name} (pid ${identity.pid})\n`).join("");
  const which = `The ${gateway.environment} gateway (pid ${gateway.supervisor.pid})`;
  if (found === "running") return `${which} is down.\n${rows}`;
  if (gateway.phase === "broken") return `${which} had broken, and has ended: ${gateway.failure}\n${rows}`;
  return `${which} had been killed; ${processes.length === 0 ? "nothing of it ran any more" : "what it left is ended"}.\n${rows}`;
}
