import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { repositoryOf, writeNewFiles } from "./new-files.ts";

const parent = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(parent, { recursive: true }));
const newFolder = () => mkdtempSync(join(parent, "new-"));

const FILES = [
  { path: "a/first.yml", text: "first\n" },
  { path: "a/second.yml", text: "second\n" },
];

test("folders are made, and the paths are told from here", () => {
  const folder = newFolder();
  expect(writeNewFiles(folder, FILES, "choose another name")).toEqual(
    FILES.map(({ path }) => relative("", join(folder, path))),
  );
  expect(readFileSync(join(folder, "a", "second.yml"), "utf8")).toBe("second\n");
});

test("where one of them is there, none is written, and it stays as it is", () => {
  const folder = newFolder();
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a", "second.yml"), "theirs\n");
  expect(() => writeNewFiles(folder, FILES, "choose another name")).toThrow(
    expect.objectContaining({
      code: "FILE_EXISTS",
      message: expect.stringContaining("second.yml is there already"),
      remedy: "choose another name, or remove it yourself and call init again",
    }),
  );
  expect(readdirSync(join(folder, "a"))).toEqual(["second.yml"]);
  expect(readFileSync(join(folder, "a", "second.yml"), "utf8")).toBe("theirs\n");
});

test("where a folder is no folder, that is told", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "a"), "");
  expect(() => writeNewFiles(folder, FILES, "choose another name")).toThrow(
    expect.objectContaining({ code: "OPTION_INVALID" }),
  );
});

test("a repository is found from below; elsewhere the folder itself is taken", () => {
  const folder = newFolder();
  const below = join(folder, "packages", "one");
  mkdirSync(below, { recursive: true });
  expect(repositoryOf(below)).toBe(below);
  mkdirSync(join(folder, ".git"));
  expect(repositoryOf(below)).toBe(folder);
});
