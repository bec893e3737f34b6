import { type AddressInfo, connect, createServer, type Server } from "node:net";
import type { MadeUpChild } from "./made-up-kubectl.test-data.ts";

/**
 * Does what kubectl's forward does: listens where it is told, and with its end all its connections end.
 *
 * @param target The port of this host that stands for the pod's; default: the same.
 */
export function forwards(child: MadeUpChild, target?: number): void {
  const [local = "", port = ""] = child.args.at(-1)?.split(":") ?? [];
  const server: Server = createServer((socket) => {
    const to = connect(target ?? Number(port), "127.0.0.1");
    socket.pipe(to).pipe(socket);
    socket.on("error", () => to.destroy()).on("close", () => to.destroy());
    to.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    void child.ended.then(() => socket.destroy());
  });
  server.listen(Number(local || 0), "127.0.0.1", () =>
    child.stdout.write(`Forwarding from 127.0.0.1:${(server.address() as AddressInfo).port} -> ${port}\n`),
  );
  server.on("error", (error) => {
    child.stderr.write(error.message);
    child.end(1);
  });
  void child.ended.then(() => server.close());
}
