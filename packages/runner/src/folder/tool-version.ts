import manifest from "../../package.json" with { type: "json" };

/** The version of wa-routing that makes this run. */
export function toolVersion(): string {
  return manifest.version;
}
