import { connect } from "node:net";
import { request } from "undici";
import { afterEach, expect, test } from "vitest";
import { type ModelServer, startModelServer } from "./model-server.ts";
import type { ModelServerOptions } from "./model-server-options.ts";

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function adminOf(options: ModelServerOptions = {}): Promise<string> {
  server = await startModelServer({ ttftMs: 0, ...options });
  return server.adminUrl;
}

async function put(adminUrl: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await request(`${adminUrl}/gate`, {
    method: "PUT",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.statusCode, answer: (await response.body.json()) as Record<string, unknown> };
}

test("a gate that is not renewed opens by itself", async () => {
  const adminUrl = await adminOf();
  const { answer } = await put(adminUrl, { waitingRequests: 999, leaseSeconds: 0.1 });
  expect(answer).toMatchObject({ waitingRequests: 999, lapses: 0 });
  const state = async () => await (await request(`${adminUrl}/gate`)).body.json();
  await expect.poll(state).toMatchObject({ waitingRequests: null, lapses: 1 });
});

test.each([
  { waitingRequests: 999, leaseSeconds: 0 },
  { waitingRequests: 999, leaseSeconds: 1e9 },
  { waitingRequests: 999, lease: 10 },
])("%j is refused", async (body) => {
  expect(await put(await adminOf(), body)).toMatchObject({ status: 400 });
});

test.each([
  ["localhost:8000", 200],
  ["127.0.0.5", 200],
  ["[::1]:80", 200],
  ["app.localhost:80", 200],
  ["evil.example:8000", 403],
  ["127.0.0.1.evil.example", 403],
  ["10.0.0.1:80", 403],
])("on loopback, the Host %s gives %i", async (host, status) => {
  expect(await put(await adminOf(), { waitingRequests: null }, { host })).toMatchObject({ status });
});

test("who lets it listen elsewhere may call it by any name", async () => {
  const { port } = new URL(await adminOf({ adminHost: "0.0.0.0" }));
  const answered = await put(
    `http://127.0.0.1:${port}`,
    { waitingRequests: null },
    { host: "model-server.default.svc" },
  );
  expect(answered).toMatchObject({ status: 200 });
});

test.each(["url", "adminUrl"] as const)("a body that never comes whole ends its connection: %s", async (side) => {
  await adminOf({ bodyTimeoutMs: 200 });
  const { hostname, port } = new URL(server?.[side] ?? "");
  const socket = connect(Number(port), hostname);
  socket.write(
    "POST /config HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
  );
  let answer = "";
  await new Promise((resolve) => socket.on("data", (data) => (answer += data)).on("close", resolve));
  expect(answer).toMatch(/^HTTP\/1.1 408/);
});
