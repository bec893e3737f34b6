import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { asCalled, COMMAND_NAMES } from "./called.ts";
import { createProgram } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
const bin = join(folder, "node_modules", ".bin");
mkdirSync(bin, { recursive: true });
for (const where of [folder, bin]) writeFileSync(join(where, "wa-routing"), "");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["installed for all", `/nowhere:${folder}`, "wa-routing run --seed 1"],
  ["found by npx alone", bin, "npx wa-routing run --seed 1"],
  ["not found", "", "npx wa-routing run --seed 1"],
])("%s", (_, path, called) => {
  expect(asCalled("wa-routing run --seed 1", path)).toBe(called);
  expect(asCalled("(npx wa-routing run --seed 1)", path)).toBe(`(${called})`);
});

test.each([
  "wa-routing: interrupted",
  "@wa-routing/protocol run",
  "what wa-routing sends",
  "./wa-routing run",
  "wa-routing reports",
])("no command: %s", (text) => expect(asCalled(text, "")).toBe(text));

test("every command that people use is known", () => {
  const program = createProgram();
  const visible = program.createHelp().visibleCommands(program);
  expect([...COMMAND_NAMES].toSorted()).toEqual(visible.map((command) => command.name()).toSorted());
});
