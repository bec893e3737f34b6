import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEnvironmentFolder } from "../process/environment-folder.ts";
import { startServerProcess } from "../process/start-server-process.ts";
import { guardGate } from "./guard-gate.ts";

let server: Server;
let asked: string[];
let tokens: (string | undefined)[];
let refusals: number;
beforeEach(async () => {
  asked = [];
  tokens = [];
  refusals = 0;
  server = createServer((message, response) => {
    asked.push(`${message.method} ${message.url}`);
    tokens.push(message.headers.authorization);
    response.writeHead(refusals-- > 0 ? 503 : 200).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const openings = () => [
  {
    method: "POST",
    to: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      headers: { authorization: "Bearer t0ken" },
    },
    path: "/resume",
  } as const,
];

test("it opens what was closed and not opened, when its standard input ends, and tries until it can", async () => {
  refusals = 1;
  const guard = guardGate(openings());
  await guard.closed();
  expect(asked).toEqual([]);
  await guard.end();
  expect(asked).toEqual(["POST /resume", "POST /resume"]);
  expect(tokens.at(-1)).toBe("Bearer t0ken");
});

test("what was opened is left alone", async () => {
  const guard = guardGate(openings());
  await guard.closed();
  guard.opened();
  await guard.end();
  expect(asked).toEqual([]);
});

test("without a word for a lease, it opens", async () => {
  const folder = await createEnvironmentFolder();
  const guard = await startServerProcess({ server: "gate-guard", folder, leaseMs: 300 });
  guard.tell(JSON.stringify(openings()));
  guard.tell("closed");
  await expect.poll(() => asked, { timeout: 5000 }).toEqual(["POST /resume"]);
  await guard.stop();
  // Left behind, whoever starts an environment beside us would clean it up, and say so on its standard error.
  await rm(folder, { recursive: true });
  expect(asked).toHaveLength(1);
});
