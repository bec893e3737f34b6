import { WaRoutingError } from "@wa-routing/protocol";

/** What goes wrong on purpose, for tests of clients and gateways. */
export interface FailureInjection {
  /** Share of requests that fail, 0 to 1. */
  readonly rate: number;
  /** `status`: answered with `status`; `hang`: never answered; `reset`: the connection is cut. */
  readonly kind: "status" | "hang" | "reset";
  readonly status?: number;
}

/** What a model server is started with. Everything has a default. */
export interface ModelServerOptions {
  readonly name?: string;
  readonly models?: readonly string[];
  readonly loraNames?: readonly string[];
  /** Requests that are generated at a time; 0 is no limit. */
  readonly slots?: number;
  /** Time to first token, in ms. */
  readonly ttftMs?: number;
  /** Time from token to token, in ms. */
  readonly itlMs?: number;
  /** Requests that may wait for a slot; beyond: 429. */
  readonly maxWaitingRequests?: number;
  /** Whether a request whose client has left is generated to its end, as llm-d-inference-sim 0.6 does; vLLM lets it go. */
  readonly keepAborted?: boolean;
  /** In which a request has to come in whole, in ms. */
  readonly bodyTimeoutMs?: number;
  readonly failures?: FailureInjection | null;
  readonly seed?: number;
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly adminPort?: number;
  /** On loopback (the default) only requests to a loopback name are served. */
  readonly adminHost?: string;
}

/** Options with every default in place. */
export type ResolvedModelServerOptions = Required<ModelServerOptions>;

const DEFAULTS: ResolvedModelServerOptions = {
  name: "model-server-0",
  models: ["fake-model"],
  loraNames: [],
  slots: 0,
  ttftMs: 5,
  itlMs: 0,
  maxWaitingRequests: 1000,
  keepAborted: false,
  bodyTimeoutMs: 30_000,
  failures: null,
  seed: 1,
  port: 0,
  host: "127.0.0.1",
  adminPort: 0,
  adminHost: "127.0.0.1",
};

/**
 * Options with every default in place.
 *
 * @throws WaRoutingError `MODEL_SERVER_OPTION_INVALID`
 */
export function resolveModelServerOptions(options: ModelServerOptions): ResolvedModelServerOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved: ResolvedModelServerOptions = { ...DEFAULTS, ...given };
  for (const field of ["slots", "maxWaitingRequests", "port", "adminPort"] as const) {
    check(Number.isInteger(resolved[field]) && resolved[field] >= 0, field, resolved[field], "an integer of 0 or more");
  }
  for (const field of ["ttftMs", "itlMs"] as const) {
    check(Number.isFinite(resolved[field]) && resolved[field] >= 0, field, resolved[field], "ms, 0 or more");
  }
  check(resolved.bodyTimeoutMs >= 1, "bodyTimeoutMs", resolved.bodyTimeoutMs, "ms, 1 or more");
  check(resolved.models.length > 0, "models", resolved.models, "at least one model name");
  const { failures } = resolved;
  if (failures !== null) check(failures.rate >= 0 && failures.rate <= 1, "failures.rate", failures.rate, "0 to 1");
  return resolved;
}

function check(holds: boolean, field: string, value: unknown, expected: string): void {
  if (holds) return;
  throw new WaRoutingError(`${field} is ${JSON.stringify(value)}, expected ${expected}`, {
    code: "MODEL_SERVER_OPTION_INVALID",
    field,
    value,
    expected,
  });
}
