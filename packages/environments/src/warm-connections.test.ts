import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { warmConnections } from "./warm-connections.ts";

const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closes.splice(0).map((close) => close()))));

/** Answers only when so many requests are under way at once. */
async function startGathering(atOnce: number) {
  const waiting: ServerResponse[] = [];
  let most = 0;
  const server = createServer((_, response) => {
    most = Math.max(most, waiting.push(response));
    if (waiting.length === atOnce) for (const each of waiting.splice(0)) each.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closes.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, most: () => most };
}

test("before several model servers, so many requests are under way at once that each gets its connections", async () => {
  const gateway = await startGathering(120);
  await warmConnections(gateway.url, 3);
  expect(gateway.most()).toBe(120);
});

test("before one, nothing is sent", async () => {
  const gateway = await startGathering(40);
  await warmConnections(gateway.url, 1);
  expect(gateway.most()).toBe(0);
});
