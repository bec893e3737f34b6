import { closeSync, openSync, writeFileSync } from "node:fs";
import { WaRoutingError } from "@wa-routing/protocol";
import type { z } from "zod";
import { readTextFile, writeTextFile } from "./text-file.ts";

/** Writes a JSON file in one piece: a reader finds the old one or the new one, never half of it. */
export function writeJsonFile(path: string, value: unknown): void {
  writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Reads a JSON file of a run folder.
 *
 * @throws WaRoutingError `FILE_UNREADABLE` or `FILE_INVALID`.
 */
export function readJsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(path, readTextFile(path)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(path, `is no file of a run: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, parsed.error);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, `is no JSON: ${(error as Error).message}`, error);
  }
}

function invalid(path: string, what: string, cause: unknown): WaRoutingError {
  return new WaRoutingError(`${path} ${what}`, {
    code: "FILE_INVALID",
    field: path,
    expected: "a file that `wa-routing run` has written",
    cause,
  });
}

/** A file of JSON lines that is written as things happen. Nothing is on disk before {@link flush}. */
export class NdjsonFile {
  readonly #descriptor: number;
  #pending: string[] = [];

  constructor(path: string) {
    this.#descriptor = openSync(path, "a");
  }

  write(value: unknown): void {
    this.#pending.push(JSON.stringify(value));
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    writeFileSync(this.#descriptor, `${this.#pending.join("\n")}\n`);
    this.#pending = [];
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }
}

/** The lines of a file of JSON lines. A line that cannot be read (the last one of a run that was killed) is counted, not fatal. */
export function readNdjsonFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): { readonly values: z.output<Schema>[]; readonly damaged: number } {
  const values: z.output<Schema>[] = [];
  let damaged = 0;
  for (const line of readTextFile(path).split("\n")) {
    if (line === "") continue;
    const parsed = schema.safeParse(parsedLine(line));
    if (parsed.success) values.push(parsed.data);
    else damaged += 1;
  }
  return { values, damaged };
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
