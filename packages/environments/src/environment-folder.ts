import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProcessRecord, processRecordSchema } from "@wa-routing/protocol";
import { identify, presenceOf } from "./process-identity.ts";

/** How the folders of environments begin, in the system's folder for temporary files. */
export const FOLDER_PREFIX = "wa-routing-environment-";

const OWNER = "owner.json";
const PROCESS = /^process-\d+\.json$/;

/** Makes the folder of an environment that this process owns: private, and it says whose it is. */
export async function createEnvironmentFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  recordOwner(folder, process.pid);
  return folder;
}

/** Says whose a folder is from now on. */
export function recordOwner(folder: string, pid: number): void {
  write(folder, OWNER, { role: "owner", name: "the owner", pid });
}

/**
 * Records a process of an environment right after it was spawned, so that it is known to be ours whatever happens. One that has
 * ended already needs no record.
 *
 * @throws Error when it cannot be recorded, as in a folder that is being cleaned up: then it must not be left running.
 */
export function recordProcess(folder: string, process: Pick<ProcessRecord, "role" | "name"> & { pid: number }): void {
  write(folder, `process-${process.pid}.json`, process);
}

/** Forgets a process that has ended. */
export function forgetProcess(folder: string, pid: number): void {
  rmSync(join(folder, `process-${pid}.json`), { force: true });
}

/** Forgets this process, which ends; removes the folder if its owner can no longer do so and no other process needs it. */
export function leaveFolder(folder: string): void {
  forgetProcess(folder, process.pid);
  const owner = ownerOf(folder);
  if (owner === null || presenceOf(owner.identity) !== "gone") return;
  if (processesIn(folder).every(({ identity }) => presenceOf(identity) === "gone"))
    rmSync(folder, { recursive: true, force: true });
}

/** Whose a folder is; null while it is being made. Throws where that cannot be understood. */
export function ownerOf(folder: string): ProcessRecord | null {
  return read(join(folder, OWNER));
}

/** Every recorded process of a folder but its owner. Throws where one cannot be understood. */
export function processesIn(folder: string): ProcessRecord[] {
  return readdirSync(folder)
    .filter((name) => PROCESS.test(name))
    .flatMap((name) => read(join(folder, name)) ?? []);
}

function write(folder: string, name: string, { pid, ...record }: Omit<ProcessRecord, "identity"> & { pid: number }) {
  const identity = identify(pid);
  if (identity === null) return;
  // Whole or not at all, for whoever reads beside us.
  const file = join(folder, name);
  writeFileSync(`${file}.tmp`, JSON.stringify({ ...record, identity }), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

function read(file: string): ProcessRecord | null {
  try {
    return processRecordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
