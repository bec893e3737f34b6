import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createWorkloadClient } from "./workload-client.ts";

const BODY = '{"choices":[{"text":"x"}],"usage":{"completion_tokens":1}}';
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

interface Seen {
  readonly id: string;
  readonly version: string;
  readonly contextLines: number;
}

/**
 * A gateway that tells HTTP/2 by its first bytes, as Envoy does, and whose connections are each late by less than the one before.
 *
 * @param held So many requests must have come before any of them is answered.
 */
async function gateway({ answers = (_: string): boolean => true, held = 1, streams = 1000 } = {}) {
  const seen: Seen[] = [];
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const see = (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => {
    const id = String(request.headers["x-wa-routing-id"]);
    const names = request.rawHeaders.filter((_, index) => index % 2 === 0);
    const contextLines = names.filter((name) => name.toLowerCase() === "x-workload-context").length;
    seen.push({ id, version: request.httpVersion, contextLines });
    if (answers(id)) waiting.push(() => request.resume().on("end", () => response.end(BODY)));
    if (seen.length >= held) for (const answer of waiting.splice(0)) answer();
  };
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: streams } }, see);
  // Acknowledged: the client knows how many it takes.
  let known = 0;
  http2.on("session", (session) => session.once("localSettings", () => known++));
  const http = createHttpServer(see);
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    const delayMs = 60 / sockets.size;
    socket.once("data", (first: Buffer) => {
      socket.pause();
      setTimeout(() => {
        (first.toString("latin1").startsWith("PRI * HTTP/2.0") ? http2 : http).emit("connection", socket);
        socket.unshift(first);
        socket.resume();
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const open = (oneConnection: boolean) => {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createWorkloadClient({ baseUrl, model: "m", oneConnection });
    ending.push(() => client.close());
    return client;
  };
  return { open, seen, sockets, known: () => known };
}

const IDS = Array.from({ length: 200 }, (_, index) => `r${index}`);
const idsOf = (seen: readonly Seen[]) => seen.map(({ id }) => id);

test("requests come in the order of their sending, on one connection, and none waits for another's answer", async () => {
  const { open, seen, sockets } = await gateway({ held: IDS.length });
  const client = open(true);
  const records = await Promise.all(IDS.map(async (id) => await client.complete({ id, prompt: "x" })));
  expect(records.map(({ outcome, status }) => [outcome, status])).toEqual(IDS.map(() => ["completed", 200]));
  expect(idsOf(seen)).toEqual(IDS);
  expect(sockets.size).toBe(1);
});

test("when as many are under way as the server takes on one, another is opened: none waits", async () => {
  const { open, sockets, known } = await gateway({ held: 25, streams: 10 });
  const client = open(true);
  const first = client.complete({ id: "first", prompt: "x" });
  await expect.poll(known).toBe(1);
  const others = IDS.slice(0, 24).map(async (id) => await client.complete({ id, prompt: "x" }));
  const outcomes = (await Promise.all([first, ...others])).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(Array.from({ length: 25 }, () => "completed"));
  expect(sockets.size).toBe(3);
});

test("on connections of their own, where each is late by another time, they do not", async () => {
  const { open, seen, sockets } = await gateway();
  const client = open(false);
  await Promise.all(IDS.map(async (id) => await client.complete({ id, prompt: "x" })));
  expect(idsOf(seen).toSorted()).toEqual(IDS.toSorted());
  expect(idsOf(seen)).not.toEqual(IDS);
  expect(sockets.size).toBe(IDS.length);
});

test("several lines of one header stay several", async () => {
  const { open, seen } = await gateway();
  await open(true).complete({ id: "two", prompt: "x", contextHeaders: ["{}", "{}"] });
  expect(seen).toEqual([{ id: "two", version: "2.0", contextLines: 2 }]);
});

test("one that is given up leaves the others on their connection", async () => {
  const { open, sockets } = await gateway({ answers: (id) => id !== "held" });
  const client = open(true);
  const held = client.complete({ id: "held", prompt: "x", timeoutMs: 300 });
  expect(await client.complete({ id: "before", prompt: "x" })).toMatchObject({ outcome: "completed" });
  expect(await held).toMatchObject({ outcome: "timed-out", errorCode: "TIMEOUT" });
  expect(await client.complete({ id: "after", prompt: "x" })).toMatchObject({ outcome: "completed" });
  expect(sockets.size).toBe(1);
});

test("a connection that breaks takes its requests with it, and the next opens another", async () => {
  const { open, seen, sockets } = await gateway({ answers: (id) => id === "next" });
  const client = open(true);
  const under = IDS.slice(0, 5).map(async (id) => await client.complete({ id, prompt: "x" }));
  await expect.poll(() => seen.length).toBe(under.length);
  for (const socket of sockets) socket.destroy();
  expect((await Promise.all(under)).map(({ outcome }) => outcome)).toEqual(under.map(() => "transport"));
  expect(await client.complete({ id: "next", prompt: "x" })).toMatchObject({ outcome: "completed" });
});

test.each([
  [{ baseUrl: "https://gateway.example" }, /oneConnection is true, expected false beside https:/],
  [
    { baseUrl: "http://gateway.example", connections: 4 },
    /connections is "given", expected one of the two: beside oneC/,
  ],
  [{ baseUrl: "http://gateway.example", tls: {} }, /tls is "given", expected one of the two: beside oneConnection/],
])("beside %o it is refused", (options, words) => {
  expect(() => createWorkloadClient({ ...options, oneConnection: true })).toThrow(words);
});
