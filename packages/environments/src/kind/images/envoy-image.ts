import { isWaRoutingError } from "@wa-routing/protocol";
import { findEnvoy } from "../../standalone/envoy-binary.ts";
import { buildScratchImage } from "./build-image.ts";

/** The Envoy of the fork's e2e suite: https://hub.docker.com/r/envoyproxy/envoy */
const PUBLIC_IMAGE = "docker.io/envoyproxy/envoy:distroless-v1.33.2";

/** The image of Envoy: the one named, one of the Envoy that is installed here, or the public one. */
export async function envoyImage(named: string | undefined, signal?: AbortSignal): Promise<string> {
  if (named !== undefined) return named;
  const program = installedEnvoy();
  if (program === null) return PUBLIC_IMAGE;
  const path = "/usr/local/bin/envoy";
  return await buildScratchImage({ name: "envoy", programs: { [path]: program }, entrypoint: [path] }, signal);
}

/** Only one of Linux runs in a container. */
function installedEnvoy(): string | null {
  if (process.platform !== "linux") return null;
  try {
    return findEnvoy(undefined);
  } catch (error) {
    if (isWaRoutingError(error) && error.code === "PROGRAM_MISSING") return null;
    throw error;
  }
}
