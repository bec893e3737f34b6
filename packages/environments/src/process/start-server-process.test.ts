import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startServerProcess } from "./start-server-process.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  folders.push(folder);
  return folder;
}

const start = (script: string, command = "/bin/sh") =>
  startServerProcess({
    server: "program",
    name: "the program",
    command,
    arguments: ["-c", script],
    folder: newFolder(),
    log: "program.log",
  });

const isRunning = (pid: number) => existsSync(`/proc/${pid}`);

test("a program that crashes is named, with how it ended and its last words", async () => {
  const program = await start("echo 'no such port' >&2; exit 3");
  await program.broken;
  expect(program.failure()).toBe("the program ended (exit code 3): no such port");
  await program.stop();
});

test("a program that is killed is told by its signal", async () => {
  const program = await start("echo ready; exec sleep 60");
  process.kill(program.ready.pid, "SIGKILL");
  await program.broken;
  expect(program.failure()).toMatch(/^the program ended \(SIGKILL\)/);
  await program.stop();
});

test("stopping ends it, even if it will not, and is no failure", async () => {
  const program = await start("trap '' TERM; while true; do sleep 1; done");
  await program.stop();
  expect(isRunning(program.ready.pid)).toBe(false);
  expect(program.failure()).toBeNull();
});

test("a program that is not there", async () => {
  await expect(start("", "/nowhere/envoy")).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(/^the program ended \(exit code 1\): .*ENOENT/),
  });
});
