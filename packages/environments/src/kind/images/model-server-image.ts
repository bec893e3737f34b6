import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { buildScratchImage } from "./build-image.ts";

/** Writes the command line of wa-routing as one file that needs nothing beside it but Node. */
export type BundleCommandLine = (file: string, signal?: AbortSignal) => Promise<void>;

/**
 * Builds the image of our model servers, whose program is `wa-routing`: of this command line and the Node that runs it.
 *
 * @throws WaRoutingError `PROGRAM_MISSING` where the Node of this host cannot run in a container.
 */
export async function buildModelServerImage(bundle: BundleCommandLine, signal?: AbortSignal): Promise<string> {
  if (process.platform !== "linux") {
    throw new WaRoutingError("the Node of this host cannot run in a container", {
      code: "PROGRAM_MISSING",
      field: "--model-server-image",
      expected: "an image with wa-routing as its entry point",
      remedy: "give --model-server-image IMAGE",
    });
  }
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-image-"));
  try {
    const file = join(folder, "wa-routing.mjs");
    await bundle(file, signal);
    return await buildScratchImage(
      {
        name: "model-server",
        programs: { "/usr/local/bin/node": process.execPath },
        files: { "/app/wa-routing.mjs": file },
        entrypoint: ["/usr/local/bin/node", "/app/wa-routing.mjs"],
      },
      signal,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
