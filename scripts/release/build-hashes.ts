import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** SHA-256 of every file that a build has made, by its path from the root. */
export function buildHashes(root: string): ReadonlyMap<string, string> {
  const packages = readdirSync(join(root, "packages"));
  const built = packages.map((name) => join(root, "packages", name, "dist")).filter((folder) => existsSync(folder));
  const files = built.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile()),
  );
  const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  return new Map(files.toSorted().map((path) => [relative(root, path), hash(path)]));
}

/** Files that differ, or that one of two builds lacks. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path)).toSorted();
}
