import type { AddressInfo } from "node:net";
import { WaRoutingError } from "@wa-routing/protocol";
import type { FastifyInstance } from "fastify";
import { createAdmin } from "./admin.ts";
import { ArrivalLog } from "./arrival-log.ts";
import { type ModelServerOptions, resolveModelServerOptions } from "./model-server-options.ts";
import { ServerMetrics } from "./server-metrics.ts";
import { createServing } from "./serving.ts";
import { Slots } from "./slots.ts";

/** A model server that runs. */
export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  readonly adminUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a fake vLLM: it answers completions, holds a router's queue with its gate, and witnesses the order of arrival.
 *
 * @throws WaRoutingError `MODEL_SERVER_OPTION_INVALID`, or `PORT_IN_USE`.
 */
export async function startModelServer(written: ModelServerOptions = {}): Promise<ModelServer> {
  const options = resolveModelServerOptions(written);
  const { ttftMs, itlMs, failures } = options;
  const tuning = { ttftMs, itlMs, failures };
  const arrivals = new ArrivalLog(options.name);
  const slots = new Slots(options.slots);
  const metrics = new ServerMetrics(slots, options.models[0] as string, options.loraNames);
  const serving = createServing({ options, tuning, arrivals, slots, metrics });
  const admin = createAdmin({ arrivals, metrics, tuning, slots });
  const close = async () => {
    for (const { server } of [serving, admin]) server.closeAllConnections();
    await Promise.all([serving.close(), admin.close()]);
  };
  try {
    const url = await listen(serving, options.host, options.port, "port");
    const adminUrl = await listen(admin, options.adminHost, options.adminPort, "adminPort");
    return { url, adminUrl, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: FastifyInstance, host: string, port: number, field: string): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const inUse = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    throw new WaRoutingError(inUse ? `port ${port} is in use` : `cannot listen on ${host}:${port}: ${String(error)}`, {
      code: inUse ? "PORT_IN_USE" : "MODEL_SERVER_OPTION_INVALID",
      field,
      value: port,
      expected: "a free port, or 0 for any",
      cause: error,
    });
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
}
