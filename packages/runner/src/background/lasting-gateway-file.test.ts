import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { LastingGateway } from "@wa-routing/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

let folder: string;
let file: LastingGatewayFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  file = new LastingGatewayFile({ XDG_STATE_HOME: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const starting = (pid: number): LastingGateway => ({
  phase: "starting",
  schemaVersion: 1,
  environment: "embedded",
  supervisor: { pid, scope: "here", started: "1", command: "wa-routing supervise" },
});

test("the first claim holds until it is removed by whose it is", () => {
  expect(file.read()).toBeNull();
  expect(file.claim(starting(1))).toBe(true);
  expect(file.claim(starting(2))).toBe(false);
  file.remove(starting(2));
  expect(file.read()).toEqual(starting(1));
  file.remove(starting(1));
  expect(file.read()).toBeNull();
  expect(file.claim(starting(2))).toBe(true);
});

test("nobody else may read it, and nothing lies beside it", () => {
  file.claim(starting(1));
  file.update({ ...starting(1), phase: "broken", failure: "Envoy ended (SIGKILL)" } as LastingGateway);
  expect(file.read()).toMatchObject({ phase: "broken" });
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(file.path))).toEqual(["up.json"]);
});

test.each(["", "{", '{"phase":"running"}'])("%j is no such file, and that is told", (text) => {
  mkdirSync(dirname(file.path));
  writeFileSync(file.path, text);
  expect(() => file.read()).toThrow(/up\.json cannot be understood/);
});
