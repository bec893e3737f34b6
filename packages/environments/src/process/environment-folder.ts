import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProcessIdentity, type ProcessRecord, processRecordSchema, WaRoutingError } from "@wa-routing/protocol";
import { identify, presenceOf } from "./process-identity.ts";

/** How the folders of environments begin, in the system's folder for temporary files. */
export const FOLDER_PREFIX = "wa-routing-environment-";

/** The log of its router. */
export const ROUTER_LOG = "router.log";

const OWNER = "owner.json";
const PROCESS = /^process-\d+\.json$/;

/** The folders of environments, of this user only. */
export function environmentFolders(): string[] {
  return namesIn(tmpdir())
    .filter((name) => name.startsWith(FOLDER_PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter(isPrivate);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unusable(error);
  }
}

function unusable(cause: unknown): WaRoutingError {
  return new WaRoutingError(`the folder for temporary files cannot be used: ${(cause as Error).message}`, {
    code: "TEMPORARY_FOLDER_UNUSABLE",
    field: "TMPDIR",
    value: tmpdir(),
    expected: "a folder that can be written to",
    remedy: "let TMPDIR name another one",
    cause,
  });
}

/** Whether it is a folder, of this user, and nobody else may look into it. */
export function isPrivate(folder: string): boolean {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (status === undefined || !status.isDirectory()) return false;
  return status.uid === process.getuid?.() && (status.mode & 0o077) === 0;
}

/** The processes of every environment that a process owns, as far as they are recorded now. */
export function processesOf(owner: ProcessIdentity): ProcessRecord[] {
  return environmentFolders().flatMap((folder) => {
    try {
      const identity = ownerOf(folder)?.identity;
      return identity?.pid === owner.pid && identity.started === owner.started ? processesIn(folder) : [];
    } catch {
      return []; // Removed meanwhile, or not to be understood: then it is none of ours.
    }
  });
}

/**
 * Makes the folder of an environment that this process owns: private, and it says whose it is.
 *
 * @throws WaRoutingError `TEMPORARY_FOLDER_UNUSABLE`
 */
export async function createEnvironmentFolder(): Promise<string> {
  try {
    const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
    recordOwner(folder, process.pid);
    return folder;
  } catch (error) {
    throw unusable(error);
  }
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

/** Whether the owner of a folder still runs, or cannot be known. */
export function isOwned(folder: string): boolean {
  const owner = ownerOf(folder);
  return owner === null || presenceOf(owner.identity) !== "gone";
}

/** Forgets this process, which ends; removes the folder if its owner can no longer do so and no other process needs it. */
export function leaveFolder(folder: string): void {
  forgetProcess(folder, process.pid);
  if (isOwned(folder)) return;
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
