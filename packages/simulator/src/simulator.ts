import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  DEFAULT_ROUTER_PARAMETERS,
  type RouterParameters,
  routerParametersSchema,
  seededRandom,
  WaRoutingError,
} from "@wa-routing/protocol";
import type { FaultName } from "./faults.ts";
import { joinedHeaders } from "./joined-headers.ts";
import { LOG_FORMATS, type LogFormat } from "./log-format.ts";
import { DEFAULT_SATURATION, ModelServerPool, type SaturationOptions } from "./model-server-pool.ts";
import { SIMULATOR_ORDERINGS, type SimulatorOrdering } from "./ordering-policy.ts";
import { QUEUE_DISCIPLINES, type QueueDiscipline } from "./queue-discipline.ts";
import { reply } from "./reply.ts";
import { Router } from "./router.ts";
import { createRouterLog, type LogSink } from "./router-log.ts";
import { RouterMetrics } from "./router-metrics.ts";
import { Upstream } from "./upstream.ts";

const MAX_HEADER_BYTES = 60 * 1024;
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const CLEANUP_MS = 300_000;
/** In which a request has to come in whole. */
const REQUEST_TIMEOUT_MS = 30_000;

/** What a simulator is started with. Only the model servers are needed. */
export interface SimulatorOptions {
  readonly modelServerUrls: readonly string[];
  readonly ordering?: SimulatorOrdering;
  /** How its queue is kept; unless told otherwise a lazy max-min heap, as in the workload-aware fork. */
  readonly discipline?: QueueDiscipline;
  /** What it computes with, where not all is as in the workload-aware fork. */
  readonly parameters?: Partial<RouterParameters>;
  readonly faults?: readonly FaultName[];
  /** Receives the router's log, line by line. */
  readonly log?: LogSink;
  /** How it is written; unless told otherwise as zap's JSON. */
  readonly logFormat?: LogFormat;
  /** Lines of one header name are joined to one on their way to the router, as RFC 9110 lets any intermediary do. */
  readonly joinHeaders?: boolean;
  /** As the router's `-v`, 2 to 5: log points at 2, the router's own lines at 3 and above, every queue event at 5. */
  readonly verbosity?: number;
  /** 0: any free port. */
  readonly port?: number;
  readonly metricsPort?: number;
  readonly host?: string;
  readonly refreshMetricsIntervalMs?: number;
  readonly saturation?: Partial<SaturationOptions>;
  /** Longest time in the queue, in ms; 0 is no limit, as in the router. */
  readonly ttlMs?: number;
  readonly maxQueuedRequests?: number;
  readonly seed?: number;
}

/** A gateway that runs. */
export interface Simulator extends AsyncDisposable {
  readonly url: string;
  /** The whole address of the metrics page. */
  readonly metricsUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a workload-aware gateway: Envoy and endpoint picker in one, over real sockets.
 *
 * @throws WaRoutingError `SIMULATOR_OPTION_INVALID`, or `PORT_IN_USE`.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    ordering = "workload-aware",
    faults = [],
    host = "127.0.0.1",
    log = () => undefined,
    verbosity = 2,
  } = options;
  checkOptions(options);
  const epochMs = performance.timeOrigin;
  const now = () => performance.now();
  const random = seededRandom(options.seed ?? 1);
  const pool = new ModelServerPool(
    options.modelServerUrls,
    { ...DEFAULT_SATURATION, ...options.saturation },
    now,
    random,
  );
  const metrics = new RouterMetrics(pool);
  const upstreams = new Map(options.modelServerUrls.map((url) => [url.replace(/\/+$/, ""), new Upstream(url)]));
  const router = new Router({
    ordering,
    discipline: options.discipline ?? "lazy-max-min-heap",
    parameters: { ...DEFAULT_ROUTER_PARAMETERS, ...options.parameters },
    faults: new Set(faults),
    pool,
    upstreamOf: (url) => upstreams.get(url) as Upstream,
    metrics,
    write: createRouterLog({ sink: log, format: options.logFormat ?? "zap-json", verbosity, now, epochMs }),
    verbosity,
    now,
    random,
    ttlMs: options.ttlMs ?? 0,
    maxQueuedRequests: options.maxQueuedRequests ?? Number.POSITIVE_INFINITY,
  });
  const cleanUp = setInterval(() => router.cleanUp(), CLEANUP_MS);
  const front = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 0, requestTimeout: REQUEST_TIMEOUT_MS },
    (message, response) => {
      if (options.joinHeaders === true) message.rawHeaders = joinedHeaders(message.rawHeaders);
      receive(router, message, response, now());
    },
  );
  const metricsServer = createServer((_message, response) => {
    metrics.page().then(
      (page) => response.setHeader("content-type", metrics.registry.contentType).end(page),
      () => response.writeHead(500).end(),
    );
  });
  const close = async () => {
    clearInterval(cleanUp);
    router.close();
    await Promise.all([front, metricsServer].map(closeServer));
    await pool.close();
    await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
  };
  try {
    const [port, metricsPort] = await Promise.all([
      listen(front, host, options.port ?? 0),
      listen(metricsServer, host, options.metricsPort ?? 0),
    ]);
    await pool.watch(options.refreshMetricsIntervalMs ?? 50);
    return {
      url: `http://${host}:${port}`,
      metricsUrl: `http://${host}:${metricsPort}/metrics`,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function receive(router: Router, message: IncomingMessage, response: ServerResponse, receivedMs: number): void {
  if (message.rawHeaders.some((text, index) => index % 2 === 0 && text.includes("_"))) {
    return void response.writeHead(400).end(); // Envoy: headers_with_underscores_action REJECT_REQUEST.
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  message.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  message.on("error", () => response.destroy());
  message.on("end", () => {
    if (bytes > MAX_BODY_BYTES) return reply(response, 413, "PayloadTooLarge", "body above 16 MiB", "");
    const served =
      bytes === 0
        ? router.passThrough(message, response)
        : router.serve(message, Buffer.concat(chunks), receivedMs, response);
    served.catch(() => response.destroy());
  });
}

function checkOptions({
  modelServerUrls,
  ordering,
  discipline,
  logFormat,
  parameters,
  verbosity = 2,
}: SimulatorOptions): void {
  const wrong = (field: string, value: unknown, expected: string) =>
    new WaRoutingError(`${field} is ${JSON.stringify(value)}, expected ${expected}`, {
      code: "SIMULATOR_OPTION_INVALID",
      field,
      value,
      expected,
    });
  if (modelServerUrls.length === 0) throw wrong("modelServerUrls", [], "at least one address");
  if (ordering !== undefined && !SIMULATOR_ORDERINGS.includes(ordering)) {
    throw wrong("ordering", ordering, `one of ${SIMULATOR_ORDERINGS.join(", ")}`);
  }
  if (discipline !== undefined && !QUEUE_DISCIPLINES.includes(discipline)) {
    throw wrong("discipline", discipline, `one of ${QUEUE_DISCIPLINES.join(", ")}`);
  }
  if (logFormat !== undefined && !LOG_FORMATS.includes(logFormat)) {
    throw wrong("logFormat", logFormat, `one of ${LOG_FORMATS.join(", ")}`);
  }
  const [issue] = routerParametersSchema.safeParse({ ...DEFAULT_ROUTER_PARAMETERS, ...parameters }).error?.issues ?? [];
  if (issue !== undefined) throw wrong(`parameters.${issue.path.join(".")}`, parameters, issue.message);
  if (!(verbosity >= 0 && verbosity <= 5)) throw wrong("verbosity", verbosity, "a number from 0 to 5");
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const inUse = error.code === "EADDRINUSE";
      reject(
        new WaRoutingError(inUse ? `port ${port} is in use` : `cannot listen on ${host}:${port}: ${error.message}`, {
          code: inUse ? "PORT_IN_USE" : "SIMULATOR_OPTION_INVALID",
          field: "port",
          value: port,
          expected: "a free port, or 0 for any",
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
