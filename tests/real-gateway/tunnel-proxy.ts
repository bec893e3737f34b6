import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A proxy that tunnels to this machine, whatever the name. */
export interface TunnelProxy extends AsyncDisposable {
  readonly url: string;
  /** What it was asked for: `gateway.test:443`, in order. */
  readonly tunnels: readonly string[];
}

export async function startTunnelProxy(): Promise<TunnelProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const kept = (socket: Socket) => {
    sockets.add(socket.on("error", () => socket.destroy()));
    return socket.once("close", () => sockets.delete(socket));
  };
  const server = createServer().on("connect", (request, client: Socket) => {
    tunnels.push(request.url ?? "");
    const port = Number(request.url?.split(":").at(-1));
    const there = kept(connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 Connection Established\r\n\r\n")));
    kept(client).pipe(there).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
