import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { askProgram, runProgram } from "../cluster/host-program.ts";

/** An image out of files of this host, on nothing. */
export interface ScratchImage {
  /** What it is, as its name says: `epp`. */
  readonly name: string;
  /** Files of this host by their path in the image. Programs come with the libraries that they are linked with. */
  readonly programs: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
}

const BUILD_MS = 300_000;

/**
 * Builds an image from scratch, where no registry need be reached: files as they are, a user that is not root, no shell. One with the
 * same content is built once; its tag is made of that.
 *
 * @returns The image's name.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with docker's words, `PROGRAM_MISSING` without docker.
 */
export async function buildScratchImage(image: ScratchImage, signal?: AbortSignal): Promise<string> {
  const libraries = await Promise.all(Object.values(image.programs).map(librariesOf));
  const all = {
    ...image.files,
    ...image.programs,
    ...Object.fromEntries(libraries.flat().map((path) => [path, path])),
  };
  const dockerfile = [
    "FROM scratch",
    "COPY . /",
    "USER 65532:65532",
    // Envoy is started by its name.
    "ENV PATH=/usr/local/bin",
    `ENTRYPOINT ${JSON.stringify(image.entrypoint)}`,
    "",
  ].join("\n");
  const tag = `wa-routing/${image.name}:${await digestOf(all, dockerfile)}`;
  if ((await askProgram("docker", ["image", "inspect", tag], { signal })).ok) return tag;
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-image-"));
  try {
    for (const [inImage, path] of Object.entries(all)) await put(path, join(folder, "root", inImage));
    const file = join(folder, "Dockerfile");
    await writeFile(file, dockerfile);
    const args = ["build", "--file", file, "--tag", tag, join(folder, "root")];
    await runProgram(`the image ${tag} could not be built`, "docker", args, { signal, timeoutMs: BUILD_MS });
    return tag;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function put(path: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(path, target);
  // Whoever it belongs to here, everybody may read and run it there.
  await chmod(target, 0o755);
}

/** Libraries that a program is linked with, and what loads them; none of one that is linked statically. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout, failed } = await execa("ldd", [program], { reject: false });
  if (failed) return [];
  return stdout.split("\n").flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

async function digestOf(files: Readonly<Record<string, string>>, dockerfile: string): Promise<string> {
  const hash = createHash("sha256").update(dockerfile);
  for (const [inImage, path] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${inImage}\0`);
    for await (const chunk of createReadStream(await realpath(path))) hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex").slice(0, 12);
}
