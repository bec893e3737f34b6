import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "esbuild";

/** A package of somebody else's that is part of what is built. */
interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** What its authors ask to be kept with every copy; null: it brings no such file. */
  readonly text: string | null;
}

const LICENCE_FILE = /^(licen[cs]e|copying)([.-].*)?$/i;
const NOTICES_FILE = "THIRD-PARTY-NOTICES.txt";

/** Writes the licences of all that is bundled beside the bundle: a copy of it must carry them. What states none fails the build. */
export const thirdPartyNotices: Plugin = {
  name: "third-party notices",
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      const { outdir = "dist", absWorkingDir = process.cwd() } = build.initialOptions;
      if (metafile === undefined) return;
      const folder = resolve(absWorkingDir, outdir);
      // Written before the bundle itself.
      mkdirSync(folder, { recursive: true });
      const notices = noticesOf(Object.keys(metafile.inputs).map((input) => resolve(absWorkingDir, input)));
      writeFileSync(join(folder, NOTICES_FILE), notices);
    });
  },
};

/**
 * The licences of the packages that some files belong to, each once, by name.
 *
 * @param files Absolute paths; what lies outside of any `node_modules` is our own.
 * @throws Error - if one of them states no licence: nobody may pass on a copy of it.
 */
export function noticesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  const packages = new Map([...folders].map(readPackage).map((found) => [`${found.name} ${found.version}`, found]));
  const sections = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => section(found));
  return [`The code in this folder contains ${sections.length} packages of others.\n`, ...sections].join("\n");
}

function packageFolder(file: string): string | null {
  if (!file.includes("/node_modules/")) return null;
  for (let folder = dirname(file); !folder.endsWith("/node_modules"); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    // Some mark their modules' kind by a package.json without a name.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version !== undefined) return folder;
  }
  return null;
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license: licence } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  const text = file === undefined ? null : readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  if (typeof licence !== "string" && text === null) {
    throw new Error(`${name} ${version} states no licence and cannot be bundled: leave it out, or use something else`);
  }
  return { name, version, licence: typeof licence === "string" ? licence : "below", text };
}

function section({ name, version, licence, text }: BundledPackage): string {
  return `${"-".repeat(80)}\n${name} ${version} (${licence})\n\n${text ?? "It brings no file with the text of its licence."}\n`;
}
