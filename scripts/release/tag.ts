import { $ } from "execa";
import { tagRelease, versionOf } from "./release-tag.ts";

const root = new URL("../..", import.meta.url).pathname;
const { exact, major } = await tagRelease(root, versionOf(root));
console.log(`${exact} and ${major}: the tree of HEAD and the action's bundle`);
if (process.argv.includes("--push")) {
  await $({ cwd: root, stdio: "inherit" })`git push origin refs/tags/${exact}`;
  await $({ cwd: root, stdio: "inherit" })`git push --force origin refs/tags/${major}`;
}
