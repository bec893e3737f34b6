import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { archiveOf, type MadeFile, withSmallerSize } from "./archive.test-data.ts";
import { ARCHIVE_LIMITS } from "./archive-limits.ts";
import { unpackArchive } from "./unpack-archive.ts";

const SYMLINK = 0o120777;
const limits = { ...ARCHIVE_LIMITS, files: 4, bytes: 3 * 2 ** 20 };

let outer: string;
let folder: string;
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  folder = mkdtempSync(join(outer, "inner-"));
});
afterEach(() => rmSync(outer, { recursive: true, force: true }));

test("files are unpacked as they were, and those that nobody wants stay packed", async () => {
  const archive = await archiveOf([
    { name: "run.json", text: "{}\n" },
    { name: "quiet/basic-priority/plan.json", text: "ä plan\n" },
    { name: "report.html", text: "<p>" },
  ]);
  await unpackArchive(archive, folder, (name) => !name.endsWith(".html"), limits);
  expect(readdirSync(folder).toSorted()).toEqual(["quiet", "run.json"]);
  expect(readFileSync(join(folder, "quiet/basic-priority/plan.json"), "utf8")).toBe("ä plan\n");
});

const one = (name: string, mode?: number): MadeFile => ({ name, text: "x", ...(mode === undefined ? {} : { mode }) });
const refused: readonly (readonly [string, readonly MadeFile[], RegExp])[] = [
  ["a name that leads out", [one("../evil.json")], /invalid relative path/],
  ["an absolute name", [one("/evil.json")], /absolute path/],
  ["a name of another system", [one("a\\b.json")], /invalid characters|lead out/],
  ["a hidden name", [one(".git/config")], /lead out of its folder/],
  ["a name with a line end", [one("a\nb")], /lead out of its folder/],
  ["a link", [one("run.json", SYMLINK)], /is a link or a device/],
  ["a folder that is a link", [one("run/", SYMLINK)], /is a link or a device/],
  ["two files of one name", [one("run.json"), one("RUN.json")], /twice/],
  ["folders in folders", [one("a/b/c/d/e.json")], /5 folders deep/],
  ["many files", ["a", "b", "c", "d", "e"].map((name) => one(name)), /5 files, and a run has at most 4/],
  ["much in all", ["a", "b"].map((name) => ({ name, text: noise(2 ** 21) })), /4194304 bytes, more than/],
  ["a bomb", [{ name: "run.json", text: " ".repeat(2 ** 21) }], /more than 200 times its size/],
];

/** What cannot be packed well: letters by a linear congruence. */
function noise(bytes: number): string {
  let state = 1;
  const letters = Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  });
  return letters.join("");
}

test.each(refused)("refused, and nothing is written: %s", async (_, files, sentence) => {
  const archive = await archiveOf(files);
  await expect(unpackArchive(archive, folder, () => true, limits)).rejects.toThrow(sentence);
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(outer)).toHaveLength(1);
});

test("refused: a file that holds more than the list says", async () => {
  const archive = withSmallerSize(await archiveOf([{ name: "run.json", text: "0123456789" }]), "run.json", 4);
  await expect(unpackArchive(archive, folder, () => true, limits)).rejects.toThrow(
    /too many bytes|holds more than it says/,
  );
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["no zip", Buffer.from("PK, but no zip")],
])("refused in one sentence: %s", async (_, archive) => {
  await expect(unpackArchive(archive, folder, () => true, limits)).rejects.toThrow(
    /^it is no archive that can be unpacked: .+/,
  );
});

test("refused: an archive that was cut", async () => {
  const archive = await archiveOf([{ name: "run.json", text: noise(4_096) }]);
  await expect(unpackArchive(archive.subarray(0, 2_000), folder, () => true, limits)).rejects.toThrow(/no archive/);
  expect(existsSync(join(folder, "run.json"))).toBe(false);
});
