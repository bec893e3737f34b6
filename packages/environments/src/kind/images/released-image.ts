import { isWaRoutingError } from "@wa-routing/protocol";
import { idOnHost } from "./load-image.ts";
import released from "./released-images.json" with { type: "json" };

const PULL_MS = 120_000;

/** The images of this version by their digests, as its release has pushed them; null: this version was never released. */
export type ReleasedImages = Readonly<Record<keyof typeof released, string | null>>;

/**
 * An image that was released with this version, once docker has it.
 *
 * @param say Hears why one cannot be fetched.
 * @returns Its name, by digest; null: none was released, or it cannot be fetched here.
 * @throws WaRoutingError `PROGRAM_MISSING` without docker.
 */
export async function releasedImage(
  name: keyof ReleasedImages,
  say: (line: string) => void,
  signal?: AbortSignal,
  images: ReleasedImages = released,
): Promise<string | null> {
  const image = images[name];
  if (image === null) return null;
  try {
    await idOnHost(image, signal, PULL_MS);
    return image;
  } catch (error) {
    if (!isWaRoutingError(error) || error.code !== "ENVIRONMENT_NOT_STARTED") throw error;
    say(`the released image ${image} cannot be fetched, and one is built here: ${error.message}`);
    return null;
  }
}
