import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { WaRoutingError } from "@wa-routing/protocol/sending";

/**
 * Writes a file in one piece: a reader finds the old one or the new one, never half of it. What is no file (a pipe, a device) is written
 * to, not replaced.
 */
export function writeTextFile(path: string, text: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(path, text);
    return;
  }
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * A whole file; 0 is standard input.
 *
 * @param name How messages call it.
 * @throws WaRoutingError `FILE_UNREADABLE`
 */
export function readTextFile(file: string | 0, name = String(file), expected = "a file that can be read"): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WaRoutingError(`${name} cannot be read: ${(error as Error).message}`, {
      code: "FILE_UNREADABLE",
      field: name,
      expected,
      cause: error,
    });
  }
}
