import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Redactor } from "./redactor.ts";

/** A copy of a folder's plain files without secrets: where it is, and its files. Links are not followed. */
export async function redactedCopy(
  folder: string,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const copy = await mkdtemp(join(process.env.RUNNER_TEMP || tmpdir(), "wa-routing-artifact-"));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const from = join(entry.parentPath, entry.name);
    const to = join(copy, relative(folder, from));
    await mkdir(dirname(to), { recursive: true });
    await pipeline(createReadStream(from), redacting(redactor), createWriteStream(to), { signal });
    files.push(to);
  }
  return { folder: copy, files };
}

function redacting(redactor: Redactor) {
  return async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const stream = redactor.stream();
    for await (const piece of pieces) yield stream.push(piece);
    yield stream.end();
  };
}
