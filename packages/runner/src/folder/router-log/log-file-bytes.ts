import { closeSync, openSync, readSync } from "node:fs";
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { WaRoutingError } from "@wa-routing/protocol";
import { inUtf8 } from "./log-encoding.ts";

const CHUNK_BYTES = 1 << 17;
// What a damaged place may take with it: small, so that what was before it is read.
const COMPRESSED_CHUNK_BYTES = 1 << 12;
const MAGIC = { gzip: [0x1f, 0x8b], zstd: [0x28, 0xb5, 0x2f, 0xfd] } as const;

// From Node 22.15 on; its types are newer than the oldest Node that is supported.
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

/**
 * The text of a log file in pieces and in UTF-8, decompressed where its name or its first bytes say so, in constant memory. A piece is valid
 * until the next one is asked for. Damage ends the file and is handed to `onDamage` as a sentence; what was before it is read.
 *
 * @throws WaRoutingError `ZSTD_UNSUPPORTED` where this Node cannot read such a file; errors of the file system.
 */
export async function* logFileBytes(path: string, onDamage: (text: string) => void): AsyncGenerator<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    const decompressor = decompressorFor(path, descriptor);
    const pieces =
      decompressor === null ? chunksOf(descriptor, CHUNK_BYTES) : decompressed(descriptor, decompressor, onDamage);
    yield* inUtf8(pieces);
  } finally {
    closeSync(descriptor);
  }
}

function decompressorFor(path: string, descriptor: number): Transform | null {
  const head = new Uint8Array(4);
  readSync(descriptor, head, 0, head.length, 0);
  const begins = (magic: readonly number[]) => magic.every((byte, index) => head[index] === byte);
  if (path.endsWith(".gz") || begins(MAGIC.gzip)) return zlib.createGunzip({ chunkSize: CHUNK_BYTES });
  if (!path.endsWith(".zst") && !begins(MAGIC.zstd)) return null;
  if (createZstdDecompress !== undefined) return createZstdDecompress();
  throw new WaRoutingError(`${path} is compressed with zstd, which Node ${process.version} cannot read`, {
    code: "ZSTD_UNSUPPORTED",
    field: path,
    expected: "a log that is plain or compressed with gzip, or Node 22.15 or later",
    remedy: `decompress it: zstd -d ${path}`,
  });
}

function* chunksOf(descriptor: number, bytes: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(bytes);
  for (let position = 0; ; ) {
    const length = readSync(descriptor, buffer, 0, bytes, position);
    if (length === 0) return;
    position += length;
    yield buffer.subarray(0, length);
  }
}

async function* decompressed(
  descriptor: number,
  stream: Transform,
  onDamage: (text: string) => void,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let textBytes = 0;
  const failed = new Promise<Error>((resolve) => stream.once("error", resolve));
  const ended = new Promise<null>((resolve) => stream.once("end", () => resolve(null)));
  stream.on("data", (data: Uint8Array) => {
    textBytes += data.length;
    ready.push(data);
  });
  try {
    for (const chunk of chunksOf(descriptor, COMPRESSED_CHUNK_BYTES)) {
      const written = new Promise<null>((resolve) => stream.write(chunk.slice(), () => resolve(null)));
      await Promise.race([written, failed]);
      yield* ready.splice(0);
      if (stream.errored !== null) break;
    }
    // Ended only when everything is written: an end that finds something missing throws away what the same write brought.
    stream.end();
    const error = await Promise.race([ended, failed]);
    yield* ready.splice(0);
    if (error !== null) onDamage(`is damaged: ${error.message}; its first ${textBytes} bytes of text were read`);
  } finally {
    stream.destroy();
  }
}
