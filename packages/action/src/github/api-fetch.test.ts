import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { apiFetch } from "./api-fetch.ts";

let server: Server;
let url: string;
let seen: string[];

// Answers what is meant for it, and sees what it is asked as a proxy.
beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.end("here");
  }).on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("without a proxy it is the global fetch", async () => {
  expect(await apiFetch("https://api.github.com", {})).toBe(fetch);
});

test("a proxy that the runner names is used for GitHub", async () => {
  vi.stubEnv("https_proxy", url);
  vi.stubEnv("no_proxy", "");
  const ask = await apiFetch("https://api.github.com", process.env);
  await expect(ask("https://api.github.invalid/user")).rejects.toThrow();
  expect(seen).toEqual(["CONNECT api.github.invalid:443"]);
});

test("and never for this machine", async () => {
  vi.stubEnv("http_proxy", "http://127.0.0.1:9");
  const ask = await apiFetch(url, process.env);
  expect(await (await ask(`${url}/user`)).text()).toBe("here");
  expect(seen).toEqual(["/user"]);
});
