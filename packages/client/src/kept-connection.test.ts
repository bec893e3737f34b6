import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { errorCodeOf, outcomeOfError } from "./outcome.ts";
import { createWorkloadClient, type WorkloadClient } from "./workload-client.ts";

const BODY = '{"choices":[{"text":"x"}],"usage":{"completion_tokens":1}}';
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

/** A server that hands each request to `answer`, with how many came on its connection before. */
async function clientOf(answer: (socket: Socket, before: number) => void) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    let requests = 0;
    sockets.add(socket);
    socket.on("data", () => answer(socket, requests++)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const client: WorkloadClient = createWorkloadClient({ baseUrl: `http://127.0.0.1:${port}`, model: "m" });
  ending.push(() => client.close());
  ending.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { client, sockets };
}

const respond = (socket: Socket, headers = "") =>
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length}\r\n${headers}\r\n${BODY}`);

describe("a connection that is closed under a request", () => {
  test.each<[string, (socket: Socket) => void]>([
    ["closed", (socket) => void socket.end()],
    ["reset", (socket) => void socket.resetAndDestroy()],
  ])("after an earlier answer, and %s before this one: told apart", async (_, close) => {
    const { client } = await clientOf((socket, before) => (before === 0 ? void respond(socket) : close(socket)));
    expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "completed" });
    await delay(5); // The connection is put back.
    expect(await client.complete({ prompt: "x" })).toMatchObject({
      ...{ outcome: "transport", errorCode: "REUSED_CONNECTION_CLOSED", status: null },
      errorText: expect.stringContaining("idle"),
    });
  });

  test("never answered on, or in the middle of an answer: as the socket has it", async () => {
    const fresh = await clientOf((socket) => void socket.resetAndDestroy());
    expect(await fresh.client.complete({ prompt: "x" })).toMatchObject({ errorCode: "ECONNRESET", status: null });
    const half = await clientOf((socket, before) => {
      if (before === 0) respond(socket);
      else socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
    });
    await half.client.complete({ prompt: "x" });
    await delay(5);
    expect(await half.client.complete({ prompt: "x" })).toMatchObject({ errorCode: "UND_ERR_SOCKET", status: 200 });
  });

  test("a server that is gone afterwards is refused, not a kept connection", async () => {
    const { client, sockets } = await clientOf((socket) => void respond(socket));
    expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "completed" });
    await ending.pop()?.();
    for (const socket of sockets) if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
    await delay(20);
    expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "transport", errorCode: "ECONNREFUSED" });
  });
});

describe("an idle connection is let go", () => {
  // A clock of our own: how long a busy machine takes for a second is not what is asked.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const goneWithin = async (idleMs: number, headers: string) => {
    const { client, sockets } = await clientOf((socket) => void respond(socket, headers));
    expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "completed" });
    await turn(); // The connection is put back, and its time begins.
    const gone = Promise.all([...sockets].map((socket) => socket.closed || once(socket, "close")));
    await vi.advanceTimersByTimeAsync(idleMs);
    expect(await gone).toHaveLength(1);
  };

  test("before the server lets go of it, where the server says when", async () => {
    await goneWithin(2900, "keep-alive: timeout=3\r\n");
  });

  test("at once, where the server keeps it too briefly", async () => {
    await goneWithin(0, "keep-alive: timeout=1\r\n");
  });

  test("before uvicorn's 5 s, where the server says nothing", async () => {
    await goneWithin(4900, "");
  });
});

test.each([
  ["EMFILE", "local"],
  ["ENOBUFS", "local"],
  ["EADDRNOTAVAIL", "local"],
  ["ENOMEM", "local"],
  ["ENFILE", "local"],
  ["ECONNREFUSED", "transport"],
  ["ECONNRESET", "transport"],
  ["UND_ERR_SOCKET", "transport"],
])("an error of %s is %s, however deep it lies", (code, outcome) => {
  const cause = Object.assign(new Error("connect"), { code });
  expect(outcomeOfError(errorCodeOf(new TypeError("fetch failed", { cause })))).toBe(outcome);
});
