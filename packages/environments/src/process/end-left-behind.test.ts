import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endLeftBehind } from "./end-left-behind.ts";
import { FOLDER_PREFIX, recordOwner, recordProcess } from "./environment-folder.ts";
import { identify } from "./process-identity.ts";

let place: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => ended(child)));
  rmSync(place, { recursive: true, force: true });
});

function running(command = "sleep", ...args: string[]): ChildProcess & { readonly pid: number } {
  const child = spawn(command, args.length === 0 ? ["60"] : args, { stdio: "ignore" });
  children.push(child);
  return child as ChildProcess & { readonly pid: number };
}

const runs = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

/** Node hears of the end of a child a moment after it. */
async function exitOf(child: ChildProcess): Promise<void> {
  if (runs(child)) await once(child, "exit");
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await exitOf(child);
}

function newFolder(name = "a"): string {
  const folder = join(place, FOLDER_PREFIX + name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** The folder of an environment whose owner was killed. */
async function orphaned(name = "a"): Promise<string> {
  const folder = newFolder(name);
  const owner = running();
  recordOwner(folder, owner.pid);
  await ended(owner);
  return folder;
}

async function cleanUp(): Promise<string[]> {
  const lines: string[] = [];
  await endLeftBehind((line) => void lines.push(line));
  return lines;
}

test("what a killed owner left behind is ended, its folder is removed, and one line says so", async () => {
  const folder = await orphaned();
  const [guard, program] = [running(), running()];
  recordProcess(folder, { role: "guard", name: "the guard of Envoy", pid: guard.pid });
  recordProcess(folder, { role: "program", name: "Envoy", pid: program.pid });
  expect(await cleanUp()).toEqual([
    expect.stringMatching(
      `^cleaned up what process \\d+ left behind when it was killed: the guard of Envoy \\(pid ${guard.pid}\\), Envoy \\(pid ${program.pid}\\) and its folder$`,
    ),
  ]);
  await Promise.all([exitOf(guard), exitOf(program)]);
  expect(existsSync(folder)).toBe(false);
  expect(await cleanUp()).toEqual([]);
});

test("one that will not end when asked to is made to", async () => {
  const folder = await orphaned();
  const stubborn = spawn("sh", ["-c", "trap '' TERM; echo ready; while true; do sleep 1; done"]);
  children.push(stubborn);
  await once(stubborn.stdout, "data");
  recordProcess(folder, { role: "program", name: "Envoy", pid: stubborn.pid as number });
  await cleanUp();
  await exitOf(stubborn);
  expect(stubborn.signalCode).toBe("SIGKILL");
  expect(existsSync(folder)).toBe(false);
});

test.each([
  ["another start", { started: "1" }, false],
  ["another command", { command: "sleep 61" }, true],
  ["another boot or container", { scope: "another" }, true],
])("a process of the recorded number, but of %s, is left", async (_, difference, folderStays) => {
  const folder = await orphaned();
  const other = running();
  const identity = { ...identify(other.pid), ...difference };
  writeFileSync(
    join(folder, `process-${other.pid}.json`),
    JSON.stringify({ role: "program", name: "Envoy", identity }),
  );
  const lines = await cleanUp();
  expect(runs(other)).toBe(true);
  if (!folderStays) return;
  expect(lines).toEqual([expect.stringMatching(/is left as it is: Envoy \(pid \d+\) may not be ours any more/)]);
  const [named = ""] = /^\S+/.exec(String(lines[0])) ?? [];
  expect(existsSync(named)).toBe(true);
  expect(await cleanUp()).toEqual([]);
});

test("the folder of a living owner is left, with all that runs for it", async () => {
  const folder = newFolder();
  recordOwner(folder, running().pid);
  const program = running();
  recordProcess(folder, { role: "program", name: "Envoy", pid: program.pid });
  expect(await cleanUp()).toEqual([]);
  expect(runs(program)).toBe(true);
  expect(existsSync(folder)).toBe(true);
});

test("a folder that is just being made is left", async () => {
  const folder = newFolder();
  expect(await cleanUp()).toEqual([]);
  expect(existsSync(folder)).toBe(true);
});

test.each([
  ["that others may read", (folder: string) => chmodSync(folder, 0o755)],
  [
    "that is a link",
    (folder: string) => {
      renameSync(folder, join(place, "elsewhere"));
      symlinkSync(join(place, "elsewhere"), folder);
    },
  ],
])("a folder %s is none of ours: it is left, and not spoken of", async (_, change) => {
  const folder = await orphaned();
  const program = running();
  recordProcess(folder, { role: "program", name: "Envoy", pid: program.pid });
  change(folder);
  expect(await cleanUp()).toEqual([]);
  expect(runs(program)).toBe(true);
  expect(existsSync(folder)).toBe(true);
});

test.each([
  ["owner", "owner.json"],
  ["process", "process-1.json"],
])("a folder whose %s cannot be understood is left, and is mentioned once", async (_, file) => {
  const folder = await orphaned();
  const program = running();
  recordProcess(folder, { role: "program", name: "Envoy", pid: program.pid });
  writeFileSync(join(folder, file), '{"pid":');
  expect(await cleanUp()).toEqual([`${folder} is left as it is: its records cannot be read`]);
  expect(await cleanUp()).toEqual([]);
  expect(runs(program)).toBe(true);
  expect(readFileSync(join(folder, file), "utf8")).toBe('{"pid":');
});

test("two that clean up at once: each folder is cleaned up by one, and neither fails", async () => {
  for (const name of ["a", "b", "c"]) {
    const folder = await orphaned(name);
    recordProcess(folder, { role: "program", name: `program ${name}`, pid: running().pid });
  }
  const lines = (await Promise.all([cleanUp(), cleanUp()])).flat();
  expect(lines.map((line) => /program \w/.exec(line)?.[0]).toSorted()).toEqual(["program a", "program b", "program c"]);
  await Promise.all(children.map(exitOf));
});

test("a process that starts while its folder is cleaned up cannot be recorded there", async () => {
  const folder = await orphaned();
  await cleanUp();
  expect(() => recordProcess(folder, { role: "program", name: "Envoy", pid: running().pid })).toThrow(/ENOENT/);
});
