import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noticesOf } from "./third-party-notices.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wa-routing-notices-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
const manifest = (name: string, more = {}) => JSON.stringify({ name, version: "1.2.3", license: "MIT", ...more });

test("each package once, by name, with its text; our own code is none", () => {
  put("node_modules/zebra/package.json", manifest("zebra"));
  put("node_modules/zebra/LICENSE", "Copyright Zebra\r\nall of it");
  put("node_modules/zebra/esm/package.json", '{"type":"module"}');
  put("node_modules/@a/ant/package.json", manifest("@a/ant", { license: "ISC" }));
  const files = [
    put("node_modules/zebra/esm/one.js", ""),
    put("node_modules/zebra/two.js", ""),
    put("node_modules/@a/ant/index.js", ""),
    put("packages/ours/index.js", ""),
  ];
  const notices = noticesOf(files);
  expect(notices).toContain("contains 2 packages");
  expect(notices.match(/^(@a\/ant|zebra) 1\.2\.3 \(.*\)$/gm)).toEqual(["@a/ant 1.2.3 (ISC)", "zebra 1.2.3 (MIT)"]);
  expect(notices).toContain("Copyright Zebra\nall of it");
});

test("two versions of a package are two", () => {
  put("node_modules/zebra/package.json", manifest("zebra"));
  put("node_modules/b/node_modules/zebra/package.json", manifest("zebra", { version: "2.0.0" }));
  const files = [put("node_modules/zebra/i.js", ""), put("node_modules/b/node_modules/zebra/i.js", "")];
  expect(noticesOf(files).match(/^zebra .*/gm)).toEqual(["zebra 1.2.3 (MIT)", "zebra 2.0.0 (MIT)"]);
});

test("what says nothing of its licence cannot be bundled", () => {
  const file = put("node_modules/mute/index.js", "");
  put("node_modules/mute/package.json", manifest("mute", { license: undefined }));
  expect(() => noticesOf([file])).toThrow("mute 1.2.3 states no licence");
  put("node_modules/mute/LICENSE", "Do what you like");
  expect(noticesOf([file])).toContain("mute 1.2.3 (below)\n\nDo what you like");
});
