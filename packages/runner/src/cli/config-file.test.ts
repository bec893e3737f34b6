import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfigFile } from "./config-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OPTIONS = ["trials", "envoy-url", "ordering"];

async function read(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return await readConfigFile(folder, OPTIONS);
}

test("none", async () => expect(await read({ "wa-routing.yaml": "trials: 1" })).toBeNull());

test.each([
  ["wa-routing.config.yaml", "# ours\ntrials: 3\nordering: [fcfs]\n", ["2:1", "3:1"]],
  ["wa-routing.config.js", "export default { trials: 1 + 2, ordering: ['fcfs'] };", null],
  ["wa-routing.config.ts", "const trials: number = 3;\nexport default { trials, ordering: ['fcfs'] } as const;", null],
])("%s", async (name, text, places) => {
  expect(await read({ [name]: text })).toEqual({
    name,
    entries: [
      { option: "trials", value: 3, place: places === null ? name : `${name}:${places[0]}` },
      { option: "ordering", value: ["fcfs"], place: places === null ? name : `${name}:${places[1]}` },
    ],
  });
});

test.each([
  [
    "an unknown key",
    { yaml: "trials: 1\nenvoyUrl: http://x\n" },
    /^wa-routing\.config\.yaml:2:1 there is no option "envoyUrl" \(did you mean "envoy-url"\?\)$/,
  ],
  ["a key twice", { yaml: "trials: 1\ntrials: 2\n" }, /yaml:2:1 trials is there twice/],
  ["no YAML", { yaml: "trials: [1\n" }, /yaml:\d+:\d+ is no valid YAML/],
  ["no mapping", { yaml: "- 1\n" }, /yaml:1:1 is no mapping/],
  ["no options", { js: "export default 3;" }, /js exports no options/],
  ["a module that throws", { js: "throw new Error('no luck');" }, /js cannot be loaded: no luck/],
  [
    "a wrong name in a module",
    { ts: "export default { trails: 3 };" },
    /ts there is no option "trails" \(did you mean "trials"\?\)/,
  ],
  ["two files", { yaml: "", js: "" }, /wa-routing\.config\.yaml and wa-routing\.config\.js are both here/],
])("refused: %s", async (_, files, told) => {
  const named = Object.entries(files).map(([ending, text]) => [`wa-routing.config.${ending}`, text]);
  await expect(read(Object.fromEntries(named))).rejects.toThrow(told);
});
