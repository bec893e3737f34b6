import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";

/** A file that is to be written, and is not there yet. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files that are new, all of them or none.
 *
 * @param elsewhere How they would be written to another place, for whoever has one of them already.
 * @returns Their paths, from here.
 * @throws WaRoutingError `FILE_EXISTS` where one is there already; `OPTION_INVALID` where it cannot be written.
 */
export function writeNewFiles(folder: string, files: readonly NewFile[], elsewhere: string): string[] {
  const placed = files.map(({ path, text }) => ({ path: relative("", join(folder, path)), text }));
  const there = placed.find(({ path }) => existsSync(path));
  if (there !== undefined) throw alreadyThere(there.path, elsewhere);
  for (const { path, text } of placed) {
    try {
      mkdirSync(dirname(resolve(path)), { recursive: true });
      writeFileSync(path, text, { flag: "wx" });
    } catch (error) {
      throw new WaRoutingError(`${path} cannot be written: ${(error as Error).message}`, {
        code: "OPTION_INVALID",
        value: path,
        expected: "a folder that can be written to",
        cause: error,
      });
    }
  }
  return placed.map(({ path }) => path);
}

/** The folder of the repository that a folder lies in; the folder itself outside of one. */
export function repositoryOf(folder: string): string {
  for (let above = resolve(folder); above !== dirname(above); above = dirname(above)) {
    if (existsSync(join(above, ".git"))) return above;
  }
  return folder;
}

function alreadyThere(path: string, elsewhere: string): WaRoutingError {
  return new WaRoutingError(`${path} is there already, and is left as it is`, {
    code: "FILE_EXISTS",
    field: path,
    expected: "a file that is new: nothing is overwritten",
    remedy: `${elsewhere}, or remove it yourself and call init again`,
  });
}
