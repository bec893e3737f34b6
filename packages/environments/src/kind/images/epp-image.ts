import { WaRoutingError } from "@wa-routing/protocol";
import { ensureEpp } from "../../standalone/epp-binary.ts";
import { reference } from "../../standalone/flavour/reference.ts";
import { runProgram } from "../cluster/host-program.ts";
import { buildScratchImage } from "./build-image.ts";
import { BUILT_EPP, type EppImageOptions, namedEppImage } from "./named-epp-image.ts";

const BUILD_MS = 1_200_000;

/**
 * The image of somebody's endpoint picker: the one named, or what is built of the folder that is; null: ours is meant.
 *
 * @throws WaRoutingError `PROGRAM_MISSING` without docker, `ENVIRONMENT_NOT_STARTED` with docker's words.
 */
export async function givenEppImage(options: EppImageOptions, signal?: AbortSignal): Promise<string | null> {
  const { eppBuild } = options;
  const named = namedEppImage(options);
  if (named !== undefined) return named;
  if (eppBuild === undefined) return null;
  const what = `--epp-build ${eppBuild}: the image could not be built`;
  await runProgram(what, "docker", ["build", "--tag", BUILT_EPP, eppBuild], { signal, timeoutMs: BUILD_MS });
  return BUILT_EPP;
}

/**
 * Builds the image of our endpoint picker.
 *
 * @throws WaRoutingError `PROGRAM_MISSING` where there is nothing to build it with, `ENVIRONMENT_NOT_STARTED`
 */
export async function buildEppImage(signal?: AbortSignal): Promise<string> {
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
