import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { type ArchiveEntry, checkEntries, quoted } from "./archive-entry.ts";
import type { ArchiveLimits } from "./archive-limits.ts";
import { RefusedEvidence } from "./refused-evidence.ts";

/**
 * Unpacks a zip that somebody else has made into a folder that is empty. All of its list is looked at before the first byte is
 * written, and what is written is counted: a list may say less than the files hold.
 *
 * @param isWanted Files that are unpacked; the others are only counted.
 * @throws RefusedEvidence
 */
export async function unpackArchive(
  archive: Buffer,
  folder: string,
  isWanted: (name: string) => boolean,
  limits: ArchiveLimits,
): Promise<void> {
  const zip = await opened(archive);
  try {
    const entries = await listed(zip, limits);
    const files = checkEntries(
      entries.map((entry) => entryOf(entry)),
      limits,
    );
    const known = new Set(files.map(({ name }) => name));
    for (const entry of entries) {
      if (!known.has(entry.fileName) || !isWanted(entry.fileName)) continue;
      const path = join(folder, entry.fileName);
      mkdirSync(dirname(path), { recursive: true });
      await written(zip, entry, path);
    }
  } finally {
    zip.close();
  }
}

async function opened(archive: Buffer): Promise<ZipFile> {
  return await new Promise((resolve, reject) => {
    // Names are looked at by us, in a sentence of ours.
    fromBuffer(
      archive,
      { lazyEntries: true, autoClose: false, decodeStrings: true, strictFileNames: true, validateEntrySizes: true },
      (error, zip) => (error === null ? resolve(zip) : reject(noArchive(error))),
    );
  });
}

async function listed(zip: ZipFile, { files }: ArchiveLimits): Promise<readonly Entry[]> {
  // The list's own length is the first thing that an archive can lie about: it is read no further than a run could need.
  if (zip.entryCount > files)
    throw new RefusedEvidence(`it holds ${zip.entryCount} files, and a run has at most ${files}`);
  const entries: Entry[] = [];
  return await new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", (error: Error) => reject(noArchive(error)));
    zip.readEntry();
  });
}

function entryOf(entry: Entry): ArchiveEntry {
  return {
    name: entry.fileName,
    mode: entry.externalFileAttributes >>> 16,
    compressedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    isEncrypted: entry.isEncrypted(),
  };
}

async function written(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  const source = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(noArchive(error))));
  });
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(
        bytes > entry.uncompressedSize
          ? new RefusedEvidence(`${quoted(entry.fileName)} holds more than it says`)
          : null,
        chunk,
      );
    },
  });
  try {
    await pipeline(source, counted, createWriteStream(path, { flags: "wx" }));
  } catch (error) {
    throw error instanceof RefusedEvidence ? error : noArchive(error as Error);
  }
}

function noArchive(error: Error): RefusedEvidence {
  return new RefusedEvidence(
    `it is no archive that can be unpacked: ${error.message.replace(/\s+/g, " ").slice(0, 200)}`,
  );
}
