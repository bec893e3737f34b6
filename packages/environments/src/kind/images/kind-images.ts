import type { Cluster } from "../cluster/cluster.ts";
import { envoyImage } from "./envoy-image.ts";
import { buildEppImage, givenEppImage } from "./epp-image.ts";
import { idOnHost, type LoadedImage, loadImage } from "./load-image.ts";
import { type BundleCommandLine, buildModelServerImage } from "./model-server-image.ts";
import { type EppImageOptions, namedEppImage } from "./named-epp-image.ts";
import { releasedImage } from "./released-image.ts";

/** Images that were named. */
export interface NamedImages extends EppImageOptions {
  readonly envoyImage?: string;
  readonly modelServerImage?: string;
}

/** What runs in the cluster. */
export interface KindImages<Image = string> {
  readonly epp: Image;
  readonly envoy: Image;
  readonly modelServer: Image;
}

/**
 * Makes sure that the images which were named are to be had, before anything is made for them.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` for one that docker neither has nor can fetch.
 */
export async function checkNamedImages(named: NamedImages, signal?: AbortSignal): Promise<void> {
  for (const image of [namedEppImage(named), named.envoyImage, named.modelServerImage]) {
    if (image !== undefined) await idOnHost(image, signal);
  }
}

/**
 * The images on this host: those named, those released with this version, or built of what is installed here.
 *
 * @param say Hears why a released image cannot be fetched.
 */
export async function provideImages(
  named: NamedImages,
  bundle: BundleCommandLine,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<KindImages> {
  const modelServerReleased = async () => await releasedImage("model-server", say, signal);
  const eppReleased = async () => await releasedImage("epp", say, signal);
  // One after the other: each of them keeps the processors busy.
  return {
    modelServer:
      named.modelServerImage ?? (await modelServerReleased()) ?? (await buildModelServerImage(bundle, signal)),
    envoy: await envoyImage(named.envoyImage, signal),
    epp: (await givenEppImage(named, signal)) ?? (await eppReleased()) ?? (await buildEppImage(signal)),
  };
}

/** Brings all of them into the cluster. */
export async function loadImages(
  { epp, envoy, modelServer }: KindImages,
  cluster: Cluster,
  signal?: AbortSignal,
): Promise<KindImages<LoadedImage>> {
  return {
    modelServer: await loadImage(modelServer, cluster, signal),
    envoy: await loadImage(envoy, cluster, signal),
    epp: await loadImage(epp, cluster, signal),
  };
}
