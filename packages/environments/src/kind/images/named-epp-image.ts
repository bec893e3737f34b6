import { readEppManifests } from "../manifests/epp-manifests.ts";

/** Which endpoint picker runs in the cluster: an image, what one is built from, or the reference picker that standalone starts. */
export interface EppImageOptions {
  readonly eppImage?: string;
  /** Folder with a Dockerfile. */
  readonly eppBuild?: string;
  /** Manifests, which name an image themselves where none is given. */
  readonly eppManifests?: string;
}

/** What is built from a folder is called so. */
export const BUILT_EPP = "wa-routing/epp-build:latest";

/** The image that is given or built; undefined: none is. */
export function imageOfOptions({ eppImage, eppBuild }: EppImageOptions): string | undefined {
  return eppImage ?? (eppBuild === undefined ? undefined : BUILT_EPP);
}

/** The image that has to be there already; undefined: none is named, or it is built. */
export function namedEppImage(options: EppImageOptions): string | undefined {
  const { eppImage, eppBuild, eppManifests } = options;
  if (eppImage !== undefined || eppBuild !== undefined || eppManifests === undefined) return eppImage;
  return readEppManifests(eppManifests).image;
}
