import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { buildHashes, differences } from "./build-hashes.ts";
import { BUNDLE, tagRelease, tagsOf } from "./release-tag.ts";

let root: string;
let git: (...args: string[]) => Promise<string>;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  const author = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@localhost",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@localhost",
  };
  for (const [name, value] of Object.entries(author)) vi.stubEnv(name, value);
  git = async (...args) => (await $({ cwd: root })`git ${args}`).stdout;
  await git("init", "--quiet");
  writeFileSync(join(root, ".gitignore"), "dist/\n");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "first");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function build(text: string): void {
  mkdirSync(join(root, BUNDLE), { recursive: true });
  writeFileSync(join(root, BUNDLE, "main.js"), text);
}

test("the bundle is on the tags only, and the working tree is as it was", async () => {
  build("one");
  expect(await tagRelease(root, "1.2.3")).toEqual({ exact: "v1.2.3", major: "v1" });
  expect(await git("show", `v1:${BUNDLE}/main.js`)).toBe("one");
  expect(await git("ls-files")).toBe(".gitignore");
  expect(await git("status", "--porcelain")).toBe("");
  expect(await git("rev-parse", "v1.2.3^")).toBe(await git("rev-parse", "HEAD"));
});

test("the next release moves the major tag, and no release is changed", async () => {
  build("one");
  await tagRelease(root, "1.2.3");
  build("two");
  await tagRelease(root, "1.3.0");
  expect(await git("show", `v1:${BUNDLE}/main.js`)).toBe("two");
  expect(await git("show", `v1.2.3:${BUNDLE}/main.js`)).toBe("one");
  await expect(tagRelease(root, "1.3.0")).rejects.toThrow("the tag v1.3.0 is there already");
});

test("nothing is tagged that was not built", async () => {
  await expect(tagRelease(root, "1.2.3")).rejects.toThrow("is not built");
  expect(await git("tag")).toBe("");
  expect(tagsOf("0.1.0")).toEqual({ exact: "v0.1.0", major: "v0" });
});

test("builds are compared file by file", () => {
  build("one");
  const one = buildHashes(root);
  build("two");
  expect(differences(one, buildHashes(root))).toEqual([`${BUNDLE}/main.js`]);
  expect(differences(one, new Map())).toEqual([`${BUNDLE}/main.js`]);
  expect(differences(one, one)).toEqual([]);
});
