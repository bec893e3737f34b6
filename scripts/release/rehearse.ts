import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $, execa } from "execa";
import { buildHashes, differences } from "./build-hashes.ts";
import { BUNDLE, tagRelease, tagsOf, versionOf } from "./release-tag.ts";

const root = new URL("../..", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "wa-routing-release-"));

/** All of a release that needs no account, in a clone: nothing is published, pushed, or changed here. */
async function rehearse(): Promise<void> {
  const clone = join(scratch, "one");
  await step("clone the commit that is checked out", async () => {
    await $({ cwd: root })`git clone --quiet ${root} ${clone}`;
    const { stdout } = await $({ cwd: clone })`git log -1 --oneline`;
    return stdout;
  });
  const inClone = $({ cwd: clone, env: { CI: "1" } });
  await step("install", async () => {
    await inClone`npm ci --no-audit --no-fund --loglevel=error`;
    return "npm ci";
  });
  await step("version", async () => {
    const before = versionOf(clone);
    await inClone`npm run release:version`;
    await inClone`git -c user.name=rehearsal -c user.email=rehearsal@localhost commit --all --quiet --message ${"Version packages"}`;
    return `${before} becomes ${versionOf(clone)}`;
  });
  const version = versionOf(clone);
  await step("the lock fits the versions", async () => {
    await inClone`npm ci --dry-run --ignore-scripts --no-audit --no-fund`;
    return "npm ci takes it";
  });
  await step("build, and once more in another folder", async () => {
    const other = join(scratch, "two", "elsewhere");
    cpSync(clone, other, { recursive: true, verbatimSymlinks: true });
    await inClone`npm run build -- --force`;
    await $({ cwd: other, env: { CI: "1" } })`npm run build -- --force`;
    const [one, two] = [buildHashes(clone), buildHashes(other)];
    const differing = differences(one, two);
    if (differing.length > 0) throw new Error(`built differently: ${differing.join(", ")}`);
    return `${one.size} files, equal hashes; ${BUNDLE}/main.js ${one.get(`${BUNDLE}/main.js`)?.slice(0, 16)}`;
  });
  await step("pack", async () => await pack(clone));
  await step("tag", async () => {
    const tags = await tagRelease(clone, version);
    const { stdout } = await inClone`git ls-tree -r --name-only ${tags.exact} ${BUNDLE}`;
    const { stdout: branch } = await inClone`git ls-files ${BUNDLE}`;
    if (branch !== "") throw new Error(`${BUNDLE} is on the branch too`);
    return `${tags.exact} and ${tags.major}, ${stdout.split("\n").length} files of the bundle, none of them on the branch`;
  });
  await step("the tagged tree under act", async () => await underAct(clone, version));
}

async function pack(clone: string): Promise<string> {
  const folder = join(scratch, "packed");
  await $`mkdir ${folder}`;
  const published = readdirSync(join(clone, "packages")).filter((name) => name !== "action");
  const workspaces = published.flatMap((name) => ["--workspace", `packages/${name}`]);
  await $({ cwd: clone })`npm pack ${workspaces} --pack-destination ${folder} --loglevel=error`;
  const packed = readdirSync(folder).map((name) => `${name} ${Math.ceil(statSync(join(folder, name)).size / 1024)} kB`);
  return packed.join(", ");
}

async function underAct(clone: string, version: string): Promise<string> {
  const act = process.env.WA_ROUTING_ACT ?? "act";
  const found = await execa(act, ["--version"], { reject: false });
  if (found.exitCode !== 0)
    return "skipped: act is not on the PATH (go install github.com/nektos/act@v0.2.87), nor in WA_ROUTING_ACT";
  const tree = join(scratch, "tagged");
  await $`git clone --quiet --branch ${`v${version}`} ${clone} ${tree}`;
  const workflow = join(tree, "scripts", "release", "tagged-tree.yml");
  const action = `org/wa-routing@${tagsOf(version).major}=${tree}`;
  const options = ["push", "--platform", "ubuntu-latest=-self-hosted", "--no-cache-server", "--workflows", workflow];
  options.push("--local-repository", action);
  const artifacts = ["--artifact-server-path", join(scratch, "artifacts"), "--artifact-server-addr", "127.0.0.1"];
  const ran = await execa(act, [...options, ...artifacts, "--directory", tree], { reject: false, all: true });
  if (ran.exitCode !== 0)
    throw new Error(`act ended with ${ran.exitCode}:\n${ran.all.split("\n").slice(-30).join("\n")}`);
  const verdict = /verdict=(\w+)/.exec(ran.all)?.[1];
  if (verdict !== "pass") throw new Error(`the tagged action said ${verdict ?? "nothing"} of a healthy gateway`);
  return `it ran as its users run it, and its output verdict is ${verdict}`;
}

async function step(what: string, work: () => Promise<string>): Promise<void> {
  const beganMs = performance.now();
  const found = await work();
  console.log(`${((performance.now() - beganMs) / 1000).toFixed(1).padStart(6)} s  ${what}: ${found}`);
}

try {
  await rehearse();
  console.log("The release can be made.");
} catch (error) {
  console.error(`The release cannot be made: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
