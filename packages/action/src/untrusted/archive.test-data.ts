import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A file of an archive that is made for a test. */
export interface MadeFile {
  readonly name: string;
  readonly text: string;
  readonly mode?: number;
}

/** A zip of some files. */
export async function archiveOf(files: readonly MadeFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text, mode } of files) {
    // A name that no writer of archives would take is put in afterwards, in a name of the same length.
    const options = mode === undefined ? {} : { mode };
    zip.addBuffer(Buffer.from(text), standIn(name), options);
  }
  zip.end();
  let archive: Buffer = await buffer(zip.outputStream as unknown as AsyncIterable<Buffer>);
  for (const { name } of files) archive = withName(archive, standIn(name), name);
  return archive;
}

/** Everything below a folder, as files of an archive. */
export function filesBelow(folder: string): readonly MadeFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/** The same archive with a file's size in its list made smaller than it is. */
export function withSmallerSize(archive: Buffer, name: string, bytes: number): Buffer {
  const changed = Buffer.from(archive);
  // Central directory: signature, then the unpacked size at 24 and the name at 46.
  for (
    let at = changed.indexOf("PK\u0001\u0002", "latin1");
    at >= 0;
    at = changed.indexOf("PK\u0001\u0002", at + 1, "latin1")
  ) {
    if (changed.toString("utf8", at + 46, at + 46 + name.length) === name) changed.writeUInt32LE(bytes, at + 24);
  }
  return changed;
}

function standIn(name: string): string {
  return name
    .replace(/^\.\.\//, "__/")
    .replace(/^\//, "_")
    .replace(/\/$/, "_")
    .replaceAll("\\", "_");
}

function withName(archive: Buffer, from: string, to: string): Buffer {
  if (from === to) return archive;
  return Buffer.from(archive.toString("latin1").replaceAll(from, to), "latin1");
}
