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
  const admin = createAdmin({ arrivals, metrics, tuning, slots, options });
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

/** Model servers of one process, which end together. */
export interface ModelServers extends AsyncDisposable {
  readonly servers: readonly ModelServer[];
  close(): Promise<void>;
}

/**
 * Starts several model servers in this process, whose one event loop sees the arrivals of all of them in one order. Each has the next
 * seed, the next port where one was given, and, where there are several, its number behind the name.
 *
 * @throws WaRoutingError as {@link startModelServer}; then none of them runs.
 */
export async function startModelServers(count: number, options: ModelServerOptions = {}): Promise<ModelServers> {
  const { name, seed = 1, port = 0, adminPort = 0 } = options;
  const nameOf = (index: number) => (count === 1 && name !== undefined ? name : `${name ?? "model-server"}-${index}`);
  const starting = Array.from({ length: count }, (_, index) => {
    const next = (first: number) => (first === 0 ? 0 : first + index);
    const own = { name: nameOf(index), seed: seed + index, port: next(port), adminPort: next(adminPort) };
    return startModelServer({ ...options, ...own });
  });
  const outcomes = await Promise.allSettled(starting);
  const servers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const close = async () => void (await Promise.all(servers.map((server) => server.close())));
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  if (refused === undefined) return { servers, close, [Symbol.asyncDispose]: close };
  await close();
  throw refused.reason;
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
