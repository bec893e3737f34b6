import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "execa";

/** Where a version knows the images that were released with it. */
export const RELEASED_IMAGES = "packages/environments/src/kind/images/released-images.json";

const PROCESSORS = ["amd64", "arm64"] as const;
const PROGRAM = "packages/runner/dist/image/wa-routing.mjs";

/** Images by their digests. */
export type PushedImages = Readonly<Record<"epp" | "model-server", string>>;

/**
 * Builds and pushes the images of the picker and of the model server of a built tree, for all processors, with provenance; and writes
 * their digests down where the next build of the packages finds them.
 *
 * @param registry What they are pushed below: `ghcr.io/org/wa-routing`.
 * @throws Error with the words of go or docker, or where docker names no digest.
 */
export async function pushImages(root: string, version: string, registry: string): Promise<PushedImages> {
  const context = mkdtempSync(join(tmpdir(), "wa-routing-images-"));
  try {
    for (const processor of PROCESSORS) {
      const env = { CGO_ENABLED: "0", GOOS: "linux", GOARCH: processor };
      const output = join(context, `epp-${processor}`);
      await $({
        cwd: join(root, "epp"),
        env,
      })`go build -trimpath -buildvcs=false ${["-ldflags=-s -w -buildid="]} -o ${output} ./cmd/epp`;
    }
    copyFileSync(join(root, PROGRAM), join(context, "wa-routing.mjs"));
    const push = async (name: keyof PushedImages) => {
      const metadata = join(context, `${name}.json`);
      const platforms = PROCESSORS.map((processor) => `linux/${processor}`).join(",");
      await $({
        cwd: root,
      })`docker buildx build --push --platform ${platforms} --provenance mode=max --metadata-file ${metadata} ${[
        "--file",
        `scripts/release/images/${name}.Dockerfile`,
        "--tag",
        `${registry}/${name}:${version}`,
        context,
      ]}`;
      return `${registry}/${name}@${digestIn(metadata)}`;
    };
    const pushed = { epp: await push("epp"), "model-server": await push("model-server") };
    writeFileSync(join(root, RELEASED_IMAGES), `${JSON.stringify(pushed, null, 2)}\n`);
    return pushed;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

function digestIn(metadata: string): string {
  const { "containerimage.digest": digest } = JSON.parse(readFileSync(metadata, "utf8")) as Record<string, unknown>;
  if (typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new Error(`docker buildx build names no digest of what it has pushed: ${JSON.stringify(digest)}`);
}
