import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessRecord } from "@wa-routing/protocol";
import { endProcessesIn } from "./end-processes.ts";
import {
  environmentFolders,
  FOLDER_PREFIX,
  isPrivate,
  ownerOf,
  processesIn,
  recordOwner,
} from "./environment-folder.ts";
import { presenceOf } from "./process-identity.ts";

/** What was done about an environment whose owner had been killed. */
export interface LeftBehind {
  readonly owner: ProcessRecord;
  /** Its folder; removed, unless processes are `left`. */
  readonly folder: string;
  readonly ended: readonly ProcessRecord[];
  readonly left: readonly ProcessRecord[];
}

/**
 * Ends what environments left behind whose owner was killed: processes that are provably theirs, and their folders.
 *
 * Looked at are private folders of this user only. One whose owner runs, or was recorded in another boot or container, is left
 * alone; so is one that cannot be understood, and that is said once. Several may do this at the same time.
 *
 * @param say Receives one line for each folder that was cleaned up or not understood. Default: standard error.
 */
export async function endLeftBehind(say: (line: string) => void = onStandardError): Promise<LeftBehind[]> {
  const found: LeftBehind[] = [];
  for (const folder of environmentFolders()) {
    try {
      const leftBehind = await endOne(folder);
      if (leftBehind === null) continue;
      found.push(leftBehind);
      if (leftBehind.left.length === 0 || isFirstMention(leftBehind.folder)) say(inWords(leftBehind));
    } catch (error) {
      // Whoever was quicker has removed it.
      if (!isPrivate(folder) || !isFirstMention(folder)) continue;
      const reason = error instanceof Error && "code" in error ? error.message : "its records cannot be read";
      say(`${folder} is left as it is: ${reason}`);
    }
  }
  return found;
}

async function endOne(folder: string): Promise<LeftBehind | null> {
  const owner = ownerOf(folder);
  if (owner === null || presenceOf(owner.identity) !== "gone") return null;
  processesIn(folder); // What cannot be understood is not touched.
  // Under a new name nothing can be recorded by processes that are just starting, and only one of several gets it.
  const claimed = join(tmpdir(), FOLDER_PREFIX + randomUUID());
  renameSync(folder, claimed);
  recordOwner(claimed, process.pid);
  const { ended, left } = await endProcessesIn(claimed);
  if (left.length === 0) rmSync(claimed, { recursive: true, force: true });
  return { owner, folder: claimed, ended, left };
}

function isFirstMention(folder: string): boolean {
  try {
    writeFileSync(join(folder, "mentioned"), "", { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function inWords({ owner, folder, ended, left }: LeftBehind): string {
  const list = (records: readonly ProcessRecord[]) =>
    records.map(({ name, identity }) => `${name} (pid ${identity.pid})`).join(", ");
  const what = ended.length === 0 ? "its folder" : `${list(ended)} and its folder`;
  if (left.length === 0) return `cleaned up what process ${owner.identity.pid} left behind when it was killed: ${what}`;
  return `${folder} is left as it is: ${list(left)} may not be ours any more, or would not end`;
}

function onStandardError(line: string): void {
  process.stderr.write(`wa-routing: ${line}\n`);
}
