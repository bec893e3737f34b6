import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join, relative } from "node:path";

const MOST_BYTES = 8 * 1024;
const MOST_LINES = 40;

/** The end of a router's log. */
export interface RouterWords {
  /** The log's name in the run folder. */
  readonly name: string;
  readonly text: string;
}

/** What the routers of a run said last, as their logs lie in the run folder. What cannot be read is left out. */
export function routerWords(runDir: string): readonly RouterWords[] {
  try {
    return readdirSync(runDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name === "router.log")
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => ({ name: relative(runDir, file), text: endOf(file) }))
      .filter(({ text }) => text !== "");
  } catch {
    return [];
  }
}

function endOf(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8").trimEnd().split("\n").slice(-MOST_LINES).join("\n");
  } finally {
    closeSync(descriptor);
  }
}
