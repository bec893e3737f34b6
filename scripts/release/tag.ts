import { readFileSync } from "node:fs";
import { $ } from "execa";
import { tagRelease } from "./release-tag.ts";

const root = new URL("../..", import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}packages/runner/package.json`, "utf8")) as { version: string };
const { exact, major } = await tagRelease(root, version);
console.log(`${exact} and ${major}: the tree of HEAD and the action's bundle`);
if (process.argv.includes("--push")) {
  await $({ cwd: root, stdio: "inherit" })`git push origin refs/tags/${exact}`;
  await $({ cwd: root, stdio: "inherit" })`git push --force origin refs/tags/${major}`;
}
