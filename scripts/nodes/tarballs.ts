import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folders of the packages that are published. */
export const PUBLISHED = readdirSync(join(root, "packages")).filter((name) => name !== "action");

/** Packs every published package, as it was built. @returns The tarball of each package, by the package's name. */
export async function packAll(folder: string): Promise<Record<string, string>> {
  mkdirSync(folder, { recursive: true });
  const packed: Record<string, string> = {};
  for (const name of PUBLISHED) {
    const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: join(root, "packages", name),
    });
    // What prepack prints stands before.
    const [{ name: full, filename }] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [Record<string, string>];
    packed[full as string] = join(folder, filename as string);
  }
  return packed;
}
