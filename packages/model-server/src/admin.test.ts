import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { request } from "undici";
import { afterEach, describe, expect, test } from "vitest";
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

const IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);
const IPV6_LOOPBACK = IPV6 ? ["::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"] : [];

describe.each(["127.0.0.1", "localhost", ...IPV6_LOOPBACK])("listening on %s", (adminHost) => {
  test.each([
    ["localhost:8000", 200],
    ["[::1]:80", 200],
    ["evil.example:8000", 403],
    ["10.0.0.1:80", 403],
  ])("a request to the Host %s is answered %i", async (host, status) => {
    const { port } = new URL(await adminOf({ adminHost }));
    const to = adminHost.includes("127") || adminHost === "localhost" ? "127.0.0.1" : "[::1]";
    expect(await put(`http://${to}:${port}`, { waitingRequests: 999 }, { host })).toMatchObject({ status });
  });
});

test("a name that is none of loopback reaches neither the gate nor the scheduler, however it is asked", async () => {
  const adminUrl = await adminOf();
  const of = async (method: "GET" | "PUT" | "POST", url: string, host: string) =>
    (await request(url, { method, headers: { host } })).statusCode;
  const servingUrl = server?.url ?? "";
  for (const [method, url] of [
    ["GET", `${adminUrl}/gate`],
    ["GET", `${adminUrl}/arrivals`],
    ["POST", `${adminUrl}/config`],
    ["POST", `${servingUrl}/pause?mode=keep`],
    ["POST", `${servingUrl}/resume`],
  ] as const) {
    expect([url, await of(method, url, "evil.example")]).toEqual([url, 403]);
  }
  // What is served is served by any name: a gateway asks by its own.
  expect(await of("GET", `${servingUrl}/v1/models`, "gateway.example")).toBe(200);
  expect(await (await request(`${servingUrl}/is_paused`)).body.json()).toEqual({ is_paused: false });
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
