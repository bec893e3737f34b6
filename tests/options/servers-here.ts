import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startModelServer } from "@wa-routing/model-server";
import { startSimulator } from "@wa-routing/simulator";

/** A gateway that runs already, in this process, and what can be seen of it. */
export interface ServersHere extends AsyncDisposable {
  readonly gatewayUrl: string;
  readonly modelServerUrl: string;
  readonly modelServerAdminUrl: string;
  readonly routerLog: string;
  readonly routerMetricsUrl: string;
  /** The router's metrics for whoever has a token; which tokens were shown. */
  readonly guardedMetricsUrl: string;
  readonly tokensSeen: readonly (string | undefined)[];
}

/** Starts a model server, a gateway before it, and a guard before the gateway's metrics. */
export async function startServersHere(folder: string): Promise<ServersHere> {
  const modelServer = await startModelServer();
  const routerLog = join(folder, "router.log");
  const simulator = await startSimulator({
    modelServerUrls: [modelServer.url],
    log: (line) => appendFileSync(routerLog, `${line}\n`),
  });
  const tokensSeen: (string | undefined)[] = [];
  const guard = createServer((message, response) => {
    tokensSeen.push(message.headers.authorization);
    fetch(simulator.metricsUrl).then(
      async (page) => response.end(await page.text()),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => guard.listen(0, "127.0.0.1", resolve));
  return {
    gatewayUrl: simulator.url,
    modelServerUrl: modelServer.url,
    modelServerAdminUrl: modelServer.adminUrl,
    routerLog,
    routerMetricsUrl: simulator.metricsUrl,
    guardedMetricsUrl: `http://127.0.0.1:${(guard.address() as AddressInfo).port}/metrics`,
    tokensSeen,
    async [Symbol.asyncDispose]() {
      guard.closeAllConnections();
      await new Promise((resolve) => guard.close(resolve));
      await simulator.close();
      await modelServer.close();
    },
  };
}
