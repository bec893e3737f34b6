import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { endProcess, identify, presenceOf } from "@wa-routing/environments";
import { type HeldRun, heldRunSchema, type ProcessIdentity, WaRoutingError } from "@wa-routing/protocol";

/** A held run deletes its cluster when it is asked to end: that is waited for. */
const END_MS = 60_000;

function heldFolder(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "wa-routing", "held");
}

/** Writes down that this process holds a cluster. @returns Takes it back. */
export function recordHeldRun(cluster: string): () => void {
  const holder = identify(process.pid) as ProcessIdentity;
  const held: HeldRun = { schemaVersion: 1, holder, cluster };
  mkdirSync(heldFolder(), { recursive: true, mode: 0o700 });
  const file = join(heldFolder(), `${process.pid}.json`);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(held, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
  return () => rmSync(file, { force: true });
}

/**
 * Has every run go on that holds a gateway, and waits until it has ended.
 *
 * @returns Those that were held.
 * @throws WaRoutingError `PROCESS_LEFT` when one would not end.
 */
export async function endHeldRuns(): Promise<HeldRun[]> {
  const ended: HeldRun[] = [];
  for (const file of filesIn(heldFolder())) {
    const held = readHeldRun(file);
    // Of a holder in another boot or container nothing is known.
    if (held !== null && presenceOf(held.holder) === "unknown") continue;
    if (held !== null) {
      const outcome = await endProcess(held.holder, END_MS);
      if (outcome === "left") throw notEnded(held);
      if (outcome === "ended") ended.push(held);
    }
    rmSync(file, { force: true });
  }
  return ended;
}

function readHeldRun(file: string): HeldRun | null {
  try {
    return heldRunSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null; // Its holder was killed while it wrote, or has just gone on.
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch {
    return []; // Nothing was ever held here.
  }
}

function notEnded({ holder, cluster }: HeldRun): WaRoutingError {
  return new WaRoutingError(`the run that holds the cluster ${cluster} (pid ${holder.pid}) would not end`, {
    code: "PROCESS_LEFT",
    expected: "every process to end",
  });
}
