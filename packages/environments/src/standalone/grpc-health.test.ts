import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { freePorts } from "./free-ports.ts";
import { grpcHealth } from "./grpc-health.ts";

async function healthOf(status: number): Promise<true | string> {
  const server = createServer();
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 8, status]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await grpcHealth((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

test.each([
  ["SERVING", 1, true],
  ["NOT_SERVING", 2, "it is not serving"],
])("%s", async (_, status, expected) => {
  expect(await healthOf(status)).toBe(expected);
});

test("nobody there", async () => {
  const [port = 0] = await freePorts(1);
  expect(await grpcHealth(port)).toMatch(/ECONNREFUSED/);
});
