import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { RUN_FILES } from "./run-files.ts";

/** `runs/` and the time: where a run goes that was given no folder. */
export function newRunFolder(): string {
  const time = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return join("runs", time.replaceAll(":", "-"));
}

// A full disk takes an empty file.
const PROBE = { name: ".wa-routing-probe", text: "x".repeat(4096) };

/**
 * Makes a folder that must be new or empty, and looks whether it can be written to.
 *
 * @returns How to remove again what was made, as far as nothing is in it.
 * @throws WaRoutingError `RUN_DIR_NOT_EMPTY`, or `RUN_DIR_UNUSABLE`.
 */
export function prepareFolder(path: string): () => void {
  checkUnused(path);
  const made: string[] = [];
  const undo = () => {
    try {
      for (const folder of made.toReversed()) rmdirSync(folder);
    } catch {
      // Something is in it.
    }
  };
  try {
    makeFolders(resolve(path), made);
    const probe = join(path, PROBE.name);
    try {
      writeFileSync(probe, PROBE.text);
    } finally {
      rmSync(probe, { force: true });
    }
  } catch (error) {
    undo();
    throw unusable(path, "cannot be made or written to", error);
  }
  return undo;
}

/** One after the other: where none can be made, as under /proc, Node's own recursion does not end. */
function makeFolders(path: string, made: string[]): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolders(dirname(path), made);
  mkdirSync(path);
  made.push(path);
}

/** Whether a folder is new or empty. @throws WaRoutingError `RUN_DIR_NOT_EMPTY`, or `RUN_DIR_UNUSABLE`. */
export function checkUnused(path: string): void {
  if (namesIn(path).length === 0) return;
  const isRun = existsSync(join(path, RUN_FILES.manifest));
  throw new WaRoutingError(`${path} is not empty${isRun ? ": it holds an earlier run" : ""}`, {
    code: "RUN_DIR_NOT_EMPTY",
    field: "--run-dir",
    value: path,
    expected: "a new or empty folder, so that no evidence is overwritten",
    remedy: "name another folder, or remove this one yourself",
  });
}

function namesIn(path: string): readonly string[] {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch (error) {
    throw unusable(path, "cannot be read", error);
  }
}

function unusable(path: string, why: string, cause: unknown): WaRoutingError {
  return new WaRoutingError(`${path} ${why}: ${(cause as Error).message}`, {
    code: "RUN_DIR_UNUSABLE",
    field: "--run-dir",
    value: path,
    expected: "a folder that can be written to",
    cause,
  });
}
