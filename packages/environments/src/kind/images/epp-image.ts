import { WaRoutingError } from "@wa-routing/protocol";
import { ensureEpp } from "../../standalone/epp-binary.ts";
import { reference } from "../../standalone/flavour/reference.ts";
import { runProgram } from "../cluster/host-program.ts";
import { readEppManifests } from "../manifests/epp-manifests.ts";
import { buildScratchImage } from "./build-image.ts";

const BUILD_MS = 1_200_000;

/** Which endpoint picker runs in the cluster: an image, what one is built from, or the reference picker that standalone starts. */
export interface EppImageOptions {
  readonly eppImage?: string;
  /** Folder with a Dockerfile. */
  readonly eppBuild?: string;
  /** Manifests, which name an image themselves where none is given. */
  readonly eppManifests?: string;
}

const BUILT = "wa-routing/epp-build:latest";

/** The image that is given or built; undefined: none is. */
export function imageOfOptions({ eppImage, eppBuild }: EppImageOptions): string | undefined {
  return eppImage ?? (eppBuild === undefined ? undefined : BUILT);
}

/** The image that has to be there already; undefined: none is named, or it is built. */
export function namedEppImage(options: EppImageOptions): string | undefined {
  const { eppImage, eppBuild, eppManifests } = options;
  if (eppImage !== undefined || eppBuild !== undefined || eppManifests === undefined) return eppImage;
  return readEppManifests(eppManifests).image;
}

/**
 * The image of the endpoint picker, built where it must be.
 *
 * @throws WaRoutingError `PROGRAM_MISSING` where there is none and nothing to build it with, `ENVIRONMENT_NOT_STARTED`
 */
export async function eppImage(options: EppImageOptions, signal?: AbortSignal): Promise<string> {
  const { eppBuild } = options;
  const named = namedEppImage(options);
  if (named !== undefined) return named;
  if (eppBuild !== undefined) {
    const what = `--epp-build ${eppBuild}: the image could not be built`;
    await runProgram(what, "docker", ["build", "--tag", BUILT, eppBuild], { signal, timeoutMs: BUILD_MS });
    return BUILT;
  }
  if (process.platform !== "linux") {
    throw new WaRoutingError("the endpoint picker that is built on this host cannot run in a container", {
      code: "PROGRAM_MISSING",
      field: "--epp-image",
      expected: "the image of an endpoint picker",
      remedy: "give --epp-image IMAGE, or --epp-build FOLDER, such as epp/ of a checkout of wa-routing",
    });
  }
  const program = await ensureEpp(reference, undefined, signal);
  return await buildScratchImage({ name: "epp", programs: { "/epp": program }, entrypoint: ["/epp"] }, signal);
}
