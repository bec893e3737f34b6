import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { untilReached } from "./until-reached.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The node's proxy: takes connections, and closes the first few of them without an answer; then there is one, with this status. */
async function listens(closedFirst: number, status: number) {
  let connections = 0;
  const answering = createServer((_, response) => response.writeHead(status, { connection: "close" }).end());
  const server = createTcpServer((socket) => {
    connections += 1;
    if (connections <= closedFirst) socket.destroy();
    else answering.emit("connection", socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}

test.each([200, 404, 401])("waits for each address until one answers, with status %i too", async (status) => {
  const [first, second] = [await listens(3, status), await listens(2, status)];
  await untilReached([`${first.url}/metrics`, second.url], undefined);
  expect([first.connections(), second.connections()]).toEqual([4, 3]);
});

test("says which address gave no answer, and what came instead", async () => {
  const [well, silent] = [await listens(0, 200), await listens(Number.POSITIVE_INFINITY, 200)];
  await expect(untilReached([well.url, silent.url], undefined, 150)).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(`an answer from ${silent.url}, last saw .*closed the connection`),
  });
});

test("gives up at once when it is interrupted", async () => {
  const silent = await listens(Number.POSITIVE_INFINITY, 200);
  const reason = new Error("interrupted");
  await expect(untilReached([silent.url], AbortSignal.abort(reason))).rejects.toBe(reason);
});
