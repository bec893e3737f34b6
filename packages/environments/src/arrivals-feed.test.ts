import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type ModelServer, startModelServer } from "@wa-routing/model-server";
import type { ArrivalRecord, Loss } from "@wa-routing/protocol";
import { request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followArrivals } from "./arrivals-feed.ts";

/** Stands between a feed and a model server, as a port-forward does, and can be broken. */
class Breakable {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  target: string;

  constructor(target: string) {
    this.target = target;
    this.#server = createServer((socket) => {
      const to = connect(Number(new URL(this.target).port), "127.0.0.1");
      for (const [one, other] of [
        [socket, to],
        [to, socket],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy()).on("close", () => other.destroy());
      }
    });
  }
  async listen(port = 0): Promise<string> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  break(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.break();
    await closed;
  }
}

let server: ModelServer;
let between: Breakable;
beforeEach(async () => {
  server = await startModelServer({ ttftMs: 0, models: ["m"] });
  between = new Breakable(server.adminUrl);
});
afterEach(async () => {
  await between.close();
  await server.close();
});

async function send(id: number): Promise<void> {
  const { body } = await request(`${server.url}/v1/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-wa-routing-id": String(id) },
    body: JSON.stringify({ model: "m", prompt: "p", max_tokens: 1 }),
  });
  await body.dump();
}

async function followed() {
  const seen = { ids: [] as (string | null)[], losses: [] as string[], during: [] as Loss["during"][] };
  const feed = await followArrivals(
    { url: await between.listen() },
    {
      onArrivals: (records: readonly ArrivalRecord[]) => void seen.ids.push(...records.map(({ id }) => id)),
      onLogChunk: () => undefined,
      onLoss: ({ text, during }) => {
        seen.losses.push(text);
        seen.during.push(during);
      },
    },
  );
  return { seen, feed };
}
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index));

test("a transport that breaks 20 times in 200 requests loses no arrival, and tells none twice", async () => {
  await send(-1); // Before the feed: not handed over.
  const { seen, feed } = await followed();
  for (let id = 0; id < 200; id++) {
    if (id % 10 === 5) between.break();
    await send(id);
  }
  await expect.poll(() => seen.ids, { timeout: 10_000 }).toHaveLength(200);
  await feed.stop();
  expect(seen.ids).toEqual(numbers(0, 200));
  expect(seen.losses).toEqual([]);
});

test("a model server that has started anew is a loss, and what the new one saw is told", async () => {
  const { seen, feed } = await followed();
  await send(0);
  await expect.poll(() => seen.ids).toEqual(["0"]);
  const before = server;
  server = await startModelServer({ ttftMs: 0, models: ["m"] });
  for (const id of [1, 2, 3]) await send(id);
  between.target = server.adminUrl;
  const brokenMs = performance.now();
  between.break();
  await before.close();
  await expect.poll(() => seen.ids, { timeout: 5000 }).toEqual(numbers(0, 4));
  const heardMs = performance.now();
  await feed.stop();
  const [{ fromMs, toMs } = { fromMs: 0, toMs: 0 }] = seen.during;
  expect([brokenMs, fromMs, toMs, heardMs]).toEqual([brokenMs, fromMs, toMs, heardMs].toSorted((a, b) => a - b));
  expect(seen.losses).toEqual([expect.stringMatching(/broke off .* model server has started anew meanwhile$/)]);
});

test("one that cannot be reached any more is a loss, which is told when the run ends", async () => {
  const { seen, feed } = await followed();
  const lastMs = feed.lastRecordMs();
  await between.close();
  // No record comes: it moves on once the feed knows that it is broken.
  await expect.poll(() => feed.lastRecordMs()).toBeGreaterThan(lastMs);
  const stoppedMs = performance.now();
  await feed.stop();
  expect(seen.during[0]?.fromMs).toBeLessThan(stoppedMs);
  expect(seen.during[0]?.toMs).toBeGreaterThanOrEqual(stoppedMs);
  expect(seen.losses).toEqual([expect.stringMatching(/broke off before the run ended/)]);
  await between.listen(); // What is closed afterwards is open.
});
