import type { ArchiveLimits } from "./archive-limits.ts";
import { RefusedEvidence } from "./refused-evidence.ts";

/** What an archive's own list says of one file. None of it is trusted before it was looked at. */
export interface ArchiveEntry {
  readonly name: string;
  /** Unix mode; 0 where the archive was made elsewhere. */
  readonly mode: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly isEncrypted: boolean;
}

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const PART = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;
// Tiny files are not worth a word: sixty empty lines are a ratio of their own.
const RATIO_FROM_BYTES = 2 ** 20;

/**
 * Looks at the list of an archive before anything of it is written.
 *
 * @returns The files, folders left out.
 * @throws RefusedEvidence The first thing that no run folder has: a name that leads out of it, a link, a bomb, two files of one name.
 */
export function checkEntries(entries: readonly ArchiveEntry[], limits: ArchiveLimits): readonly ArchiveEntry[] {
  if (entries.length > limits.files) {
    throw new RefusedEvidence(`it holds ${entries.length} files, and a run has at most ${limits.files}`);
  }
  const seen = new Set<string>();
  for (const entry of entries) {
    checkName(entry.name, limits);
    checkKind(entry);
    checkRatio(entry, limits);
    // Where capitals do not count, one would be written over the other.
    const folded = entry.name.toLowerCase();
    if (seen.has(folded)) throw new RefusedEvidence(`it holds ${quoted(entry.name)} twice`);
    seen.add(folded);
  }
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > limits.bytes) throw new RefusedEvidence(`it unpacks to ${bytes} bytes, more than ${limits.bytes}`);
  return entries.filter(({ name }) => !name.endsWith("/"));
}

function checkName(name: string, { depth }: ArchiveLimits): void {
  const parts = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  if (!parts.every((part) => PART.test(part))) {
    throw new RefusedEvidence(`it holds a file by the name ${quoted(name)}, which could lead out of its folder`);
  }
  if (parts.length > depth) {
    throw new RefusedEvidence(`${quoted(name)} lies ${parts.length} folders deep, and a run has at most ${depth}`);
  }
}

function checkKind({ name, mode, isEncrypted }: ArchiveEntry): void {
  if (isEncrypted) throw new RefusedEvidence(`${quoted(name)} is encrypted`);
  const type = mode & FILE_TYPE;
  if (type === 0 || type === (name.endsWith("/") ? FOLDER : REGULAR)) return;
  throw new RefusedEvidence(`${quoted(name)} is a link or a device, and no file`);
}

function checkRatio({ name, bytes, compressedBytes }: ArchiveEntry, { ratio }: ArchiveLimits): void {
  if (bytes < RATIO_FROM_BYTES || bytes <= compressedBytes * ratio) return;
  throw new RefusedEvidence(`${quoted(name)} unpacks to more than ${ratio} times its size`);
}

/** A name from outside, so that it cannot act where it is shown. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
