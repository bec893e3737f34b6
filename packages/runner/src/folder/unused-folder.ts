import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { RUN_FILES } from "./run-files.ts";

/** `runs/` and the time: where a run goes that was given no folder. */
export function newRunFolder(): string {
  const time = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return join("runs", time.replaceAll(":", "-"));
}

/** Makes a folder that must be new or empty. @throws WaRoutingError `RUN_DIR_NOT_EMPTY`, or `RUN_DIR_UNUSABLE`. */
export function prepareFolder(path: string): void {
  checkUnused(path);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw unusable(path, "cannot be made", error);
  }
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
