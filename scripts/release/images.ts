import { readFileSync } from "node:fs";
import { pushImages } from "./release-images.ts";

const root = new URL("../..", import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}packages/runner/package.json`, "utf8")) as { version: string };
const [registry] = process.argv.slice(2);
if (registry === undefined)
  throw new Error("say where images are pushed: npm run release:images -- ghcr.io/org/wa-routing");
for (const image of Object.values(await pushImages(root, version, registry))) console.log(image);
