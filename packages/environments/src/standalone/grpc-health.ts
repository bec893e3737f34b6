import { connect } from "node:http2";

const ANSWER_MS = 1000;

// An empty HealthCheckRequest and a HealthCheckResponse with status SERVING, each as one uncompressed gRPC message.
const REQUEST = Buffer.from([0, 0, 0, 0, 0]);
const SERVING = Buffer.from([0, 0, 0, 0, 2, 0x08, 1]);

/**
 * Asks a server's health by gRPC, over plaintext HTTP/2 on loopback.
 *
 * @returns `true` when it is serving, else what it said instead.
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export async function grpcHealth(port: number): Promise<true | string> {
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    return await new Promise((resolve) => {
      session.once("error", (error) => resolve(error.message));
      session.setTimeout(ANSWER_MS, () => resolve(`no answer within ${ANSWER_MS} ms`));
      const stream = session.request({
        ":method": "POST",
        ":path": "/grpc.health.v1.Health/Check",
        "content-type": "application/grpc",
        te: "trailers",
      });
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("error", (error) => resolve(error.message));
      stream.once("end", () => resolve(Buffer.concat(chunks).equals(SERVING) || "it is not serving"));
      stream.end(REQUEST);
    });
  } finally {
    session.destroy();
  }
}
