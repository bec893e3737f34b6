import { type AddressInfo, createServer } from "node:net";
import { isWaRoutingError } from "@wa-routing/protocol";

/**
 * Starts what must be told its ports. Another process may take one of them before it does: then it is started once more, on
 * other ports.
 */
export async function withFreePorts<Started>(
  count: number,
  start: (ports: readonly number[]) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(await freePorts(count));
  } catch (error) {
    if (!isWaRoutingError(error) || !/address already in use/i.test(error.message)) throw error;
    return await start(await freePorts(count));
  }
}

/** Loopback ports that nobody listens on now, all different. For programs that cannot choose a port and tell it. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
