import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Kubectl } from "./kubectl.ts";

const MOST_LINES = 200;
const MOST_BYTES = 1024 * 1024;
/** For all of it: a cluster that does not answer must not hold up the end of a run. */
const PATIENCE_MS = 20_000;

const podNames = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z
        .object({ containerStatuses: z.array(z.object({ restartCount: z.int().default(0) })).default([]) })
        .default({ containerStatuses: [] }),
    }),
  ),
});

/**
 * Writes what is worth reading of a namespace that is not well: pods and deployments described, events, and each pod's log, also the
 * one before its last restart. Of each the last 200 lines, and at most 1 MiB. What cannot be read is said in its place; never throws.
 *
 * @returns The names of the files.
 */
export async function writeDiagnostics(kubectl: Kubectl, folder: string): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const written: string[] = [];
  const write = async (name: string, args: readonly string[]) => {
    const text = await textOf(kubectl, args, signal);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), endOf(text));
      written.push(name);
    } catch {
      // A full disk: the run has said so already, or will.
    }
  };
  const pods = await podsIn(kubectl, signal);
  await Promise.all([
    write("objects.txt", ["get", "deployments,pods,services,endpointslices", "-o", "wide"]),
    write("describe.txt", ["describe", "deployments,pods"]),
    write("events.txt", ["get", "events", "--sort-by=.lastTimestamp"]),
    ...pods.flatMap(({ name, restarted }) => {
      const logs = ["logs", name, "--all-containers", "--prefix", "--tail", String(MOST_LINES)];
      const previous = () => write(`${name}.previous.log`, [...logs, "--previous"]);
      return [write(`${name}.log`, logs), ...(restarted ? [previous()] : [])];
    }),
  ]);
  return written.toSorted();
}

async function podsIn(kubectl: Kubectl, signal: AbortSignal) {
  try {
    const { items } = await kubectl.json(["get", "pods"], podNames, { signal });
    return items.map(({ metadata, status }) => ({
      name: metadata.name,
      restarted: status.containerStatuses.some(({ restartCount }) => restartCount > 0),
    }));
  } catch {
    return []; // The files that are tried all the same say why.
  }
}

async function textOf(kubectl: Kubectl, args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    const { stdout, stderr, refusal } = await kubectl.ask(args, { signal });
    return refusal === null ? stdout : `${kubectl.commandLine(args)}\n${stderr}`;
  } catch (error) {
    return `${kubectl.commandLine(args)}\n${String(error)}\n`;
  }
}

/** The end is what tells most. */
function endOf(text: string): string {
  const lines = text.trimEnd().split("\n");
  const last = lines.slice(-MOST_LINES).join("\n");
  const left = lines.length - MOST_LINES;
  const bytes = Buffer.from(`${left > 0 ? `… ${left} lines before\n` : ""}${last}\n`);
  return bytes.subarray(-MOST_BYTES).toString("utf8");
}
