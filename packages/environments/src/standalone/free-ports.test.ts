import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { startServerProcess } from "../process/start-server-process.ts";
import { withFreePorts } from "./free-ports.ts";
import { untilReady } from "./until-ready.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
const taken: Server[] = [];
afterEach(async () => {
  await Promise.all(taken.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listener = `require("node:net").createServer().listen(process.argv[1], "127.0.0.1", () => console.log("it listens"))`;

/** Starts a program that listens where it is told, after `before` has had the port. Returns the ports that were tried. */
async function startListener(before: (port: number, tries: number) => Promise<void>): Promise<number[]> {
  const tries: number[] = [];
  await withFreePorts(1, async ([port = 0]) => {
    tries.push(port);
    await before(port, tries.length);
    const log = `${port}.log`;
    const command = { command: process.execPath, arguments: ["-e", listener, String(port)] };
    const program = await startServerProcess({ server: "program", name: "the program", ...command, folder, log });
    try {
      const hasSaidSo = () => readFileSync(join(folder, log), "utf8").includes("it listens") || "it says nothing";
      const starting = { ...program, signal: new AbortController().signal, log: join(folder, log) };
      await untilReady(starting, "it listens", async () => hasSaidSo());
    } finally {
      await program.stop();
    }
  });
  return tries;
}

async function take(port: number): Promise<void> {
  const server = createServer();
  taken.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

test("a port that another process takes first: once more, on another", async () => {
  const tries = await startListener(async (port, count) => {
    if (count === 1) await take(port);
  });
  expect(tries).toHaveLength(2);
});

test("twice is told, with the cause", async () => {
  await expect(startListener(take)).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(/the program ended .*address already in use/s),
  });
  expect(taken).toHaveLength(2);
});
