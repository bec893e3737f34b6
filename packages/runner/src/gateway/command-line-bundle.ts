import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { WaRoutingError } from "@wa-routing/protocol";

const run = promisify(execFile);
const BUNDLE = "wa-routing.mjs";

/**
 * Writes this program as one file that needs nothing beside it but Node: an installed package has it, in a checkout it is made of
 * the source.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` where it cannot be made.
 */
export async function bundleCommandLine(file: string, signal?: AbortSignal): Promise<void> {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith(".ts")) return await copyFile(join(dirname(here), "image", BUNDLE), file);
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-bundle-"));
  try {
    const tsup = join(dirname(fileURLToPath(import.meta.resolve("tsup"))), "cli-default.js");
    const args = [tsup, "--config", "tsup.image.ts", "--out-dir", folder, "--silent"];
    await run(process.execPath, args, { cwd: join(dirname(here), "..", ".."), signal });
    await copyFile(join(folder, BUNDLE), file);
  } catch (error) {
    signal?.throwIfAborted();
    throw new WaRoutingError(`the program of the model servers could not be bundled: ${(error as Error).message}`, {
      code: "ENVIRONMENT_NOT_STARTED",
      field: "--model-server-image",
      expected: "tsup of a checkout to bundle its command line",
      remedy: "npm ci, or give --model-server-image IMAGE",
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
