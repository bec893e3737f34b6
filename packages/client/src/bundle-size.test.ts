import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

// As an application would bundle the client: half of it was zod once, which sending a request does not take.
test("bundled, the client is undici and little else: no zod, at most 560 kB", async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL("index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    conditions: ["@wa-routing/source"],
    metafile: true,
  });
  const [{ inputs, bytes } = { inputs: {}, bytes: 0 }] = Object.values(metafile.outputs);
  const ofPackages = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  expect(ofPackages.filter(([path]) => path.includes("node_modules/zod/"))).toEqual([]);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(560_000);
});
