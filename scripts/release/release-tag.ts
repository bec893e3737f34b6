import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { $ } from "execa";

/** What the action needs of a tagged tree, beside what is in the repository. */
export const BUNDLE = "packages/action/dist";

/** A release's tags. */
export interface ReleaseTags {
  /** `v1.2.3`: never moved. */
  readonly exact: string;
  /** `v1`: what workflows name; moved with each release. */
  readonly major: string;
}

/** The version of a checkout: that of the package `wa-routing`. */
export function versionOf(root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, "packages/runner/package.json"), "utf8")) as { version: string };
  return manifest.version;
}

/** The tags of a version. */
export function tagsOf(version: string): ReleaseTags {
  return { exact: `v${version}`, major: `v${version.split(".", 1)[0]}` };
}

/**
 * Tags a built tree: a commit on top of HEAD that holds the action's bundle too, on no branch. The branch and the index are left as
 * they were.
 *
 * @throws Error Nothing is built, or the exact tag is there already.
 */
export async function tagRelease(root: string, version: string): Promise<ReleaseTags> {
  const tags = tagsOf(version);
  const git = $({ cwd: root });
  if (!existsSync(join(root, BUNDLE, "main.js"))) throw new Error(`${BUNDLE} is not built: npm run build`);
  const known = await git({ reject: false })`git rev-parse --verify --quiet refs/tags/${tags.exact}`;
  if (known.exitCode === 0) throw new Error(`the tag ${tags.exact} is there already: a release is never changed`);
  const index = join(root, ".git", "wa-routing-release-index");
  const own = $({ cwd: root, env: { GIT_INDEX_FILE: index } });
  await own`git read-tree HEAD`;
  await own`git add --force ${BUNDLE}`;
  const { stdout: tree } = await own`git write-tree`;
  const { stdout: commit } = await git`git commit-tree ${tree} -p HEAD -m ${`Release ${tags.exact}`}`;
  await git`git tag ${tags.exact} ${commit}`;
  await git`git tag --force ${tags.major} ${commit}`;
  return tags;
}
