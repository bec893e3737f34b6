import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { watchGateway } from "./watch-gateway.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
const path = join(folder, "router.log");
const server = createServer((_request, response) => response.writeHead(200).flushHeaders());

afterEach(() => {
  vi.useRealTimers();
  server.close();
  rmSync(folder, { recursive: true });
});

test("where the arrivals of one model server cannot be followed, nothing is followed any more", async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = once(server, "request");
  // The log is looked at in intervals.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const told: string[] = [];
  const watching = watchGateway(
    // Nobody listens on port 9.
    { arrivals: [{ url }, { url: "http://127.0.0.1:9" }], routerLog: { source: "file", path } },
    {
      onArrivals: () => undefined,
      onLogChunk: (chunk) => void told.push(`log: ${chunk.length} bytes`),
      onLoss: ({ text }) => void told.push(text),
    },
  );
  expect(vi.getTimerCount()).toBe(1);
  await expect(watching).rejects.toMatchObject({ code: "ENDPOINT_UNREACHABLE" });
  const [request] = await asked;
  if (!request.socket.destroyed) await once(request.socket, "close");
  expect(vi.getTimerCount()).toBe(0);
  expect(told).toEqual([]);
});
