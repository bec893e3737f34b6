import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)"/gm;

/** What a file imports when it is loaded, and what that imports: our own files, and the packages that they name. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith(".ts")) return seen;
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
    loadedBy(name.startsWith(".") ? join(dirname(file), name) : name, seen);
  }
  return seen;
}

test("--help is printed without loading any package but commander, and the door of ours that holds no schema", () => {
  const loaded = [...loadedBy(fileURLToPath(new URL("program.ts", import.meta.url)))];
  expect(loaded.filter((name) => name.endsWith("-options.ts")).length).toBeGreaterThan(12);
  expect(loaded.filter((name) => !/^node:|\.(ts|json)$/.test(name))).toEqual([
    "commander",
    "@wa-routing/protocol/sending",
  ]);
});
