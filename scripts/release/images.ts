import { pushImages } from "./release-images.ts";
import { versionOf } from "./release-tag.ts";

const root = new URL("../..", import.meta.url).pathname;
const [registry] = process.argv.slice(2);
if (registry === undefined)
  throw new Error("say where images are pushed: npm run release:images -- ghcr.io/org/wa-routing");
for (const image of Object.values(await pushImages(root, versionOf(root), registry))) console.log(image);
