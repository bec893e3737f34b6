import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pushImages, RELEASED_IMAGES } from "./release-images.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wa-routing-test-images-"));
  for (const file of ["packages/runner/dist/image/wa-routing.mjs", RELEASED_IMAGES, "epp/go.mod", "calls"]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  }
  vi.stubEnv("PATH", `${root}${delimiter}${process.env.PATH}`);
});
afterEach(() => rmSync(root, { recursive: true }));

/** A stand-in for go, and one for docker that pushes and writes this metadata. */
function standIns(metadata: object): void {
  const go = `echo "go $GOOS/$GOARCH $CGO_ENABLED" >>"${root}/calls"; while [ "$1" != -o ]; do shift; done; : >"$2"`;
  const docker = `echo "docker $*" >>"${root}/calls"
for word; do [ "$before" = --metadata-file ] && echo '${JSON.stringify(metadata)}' >"$word"; before=$word; last=$word; done
ls "$last" >>"${root}/calls"`;
  writeFileSync(join(root, "go"), `#!/bin/sh\n${go}\n`, { mode: 0o755 });
  writeFileSync(join(root, "docker"), `#!/bin/sh\n${docker}\n`, { mode: 0o755 });
}

const calls = () => readFileSync(join(root, "calls"), "utf8").trim().split("\n");

test("pushes both for all processors with provenance, and writes their digests down", async () => {
  standIns({ "containerimage.digest": DIGEST });
  const pushed = await pushImages(root, "1.2.3", "ghcr.io/org/wa-routing");
  expect(pushed).toEqual({
    epp: `ghcr.io/org/wa-routing/epp@${DIGEST}`,
    "model-server": `ghcr.io/org/wa-routing/model-server@${DIGEST}`,
  });
  expect(JSON.parse(readFileSync(join(root, RELEASED_IMAGES), "utf8"))).toEqual(pushed);
  expect(calls().filter((call) => call.startsWith("go"))).toEqual(["go linux/amd64 0", "go linux/arm64 0"]);
  const pushes = calls().filter((call) => call.startsWith("docker"));
  expect(pushes).toHaveLength(2);
  for (const [index, name] of ["epp", "model-server"].entries()) {
    expect(pushes[index]).toContain("buildx build --push --platform linux/amd64,linux/arm64 --provenance mode=max");
    expect(pushes[index]).toContain(`${name}.Dockerfile --tag ghcr.io/org/wa-routing/${name}:1.2.3`);
  }
  // What the Dockerfiles copy.
  expect(calls()).toEqual(expect.arrayContaining(["epp-amd64", "epp-arm64", "wa-routing.mjs"]));
});

test("without a digest nothing is written down", async () => {
  standIns({});
  await expect(pushImages(root, "1.2.3", "ghcr.io/org/wa-routing")).rejects.toThrow("names no digest");
  expect(readFileSync(join(root, RELEASED_IMAGES), "utf8")).toBe("");
});
