import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { onOneConnection } from "./one-connection.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function urlOf(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each<[string, boolean, () => Server]>([
  ["HTTP/2", true, () => createHttp2Server()],
  ["HTTP/1.1 only", false, () => createHttpServer((_, response) => response.end())],
  ["nothing that it could answer with", false, () => createServer((socket) => socket.resume().end())],
])("what speaks %s gets one connection: %s", async (_, speaks, server) => {
  expect(await onOneConnection(await urlOf(server()))).toEqual(speaks ? { oneConnection: true } : {});
});

test("where nothing listens there is none", async () => {
  const server = createServer();
  const url = await urlOf(server);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await onOneConnection(url)).toEqual({});
});

test("what never answers is asked no longer than the caller waits", async () => {
  const url = await urlOf(createServer((socket) => void socket.resume().on("error", () => undefined)));
  expect(await onOneConnection(url, AbortSignal.timeout(50))).toEqual({});
});
