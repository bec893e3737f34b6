/** What a request's headers say of when it has to be served, in ms; absent where they say nothing that can be read. */
export interface Deadlines {
  readonly sloTtftMs?: number;
  readonly ttlMs?: number;
}

const SLO_TTFT_HEADERS = ["x-llm-d-slo-ttft-ms", "x-slo-ttft-ms"] as const;
const TTL_HEADER = "x-llm-d-inference-ttl";

// What Go's nanoseconds in 64 bits can hold.
const MOST_MS = Number(2n ** 63n - 1n) / 1e6;

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, "\u00b5s": 1e-3, "\u03bcs": 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
};

/**
 * Reads the headers by which llm-d-router orders.
 *
 * @param headers By name, in small letters.
 * @see pkg/epp/framework/plugins/flowcontrol/ordering/slodeadline and edf in llm-d-router
 */
export function readDeadlines(headers: Readonly<Record<string, string>> = {}): Deadlines {
  const written = SLO_TTFT_HEADERS.map((name) => headers[name]).find((value) => value !== undefined);
  const sloTtftMs = integerOf(written);
  const ttlMs = goDurationMs(headers[TTL_HEADER]);
  return {
    ...(sloTtftMs === null || sloTtftMs < 0 || sloTtftMs > MOST_MS ? {} : { sloTtftMs }),
    ...(ttlMs === null || ttlMs <= 0 || ttlMs > MOST_MS ? {} : { ttlMs }),
  };
}

function integerOf(text = ""): number | null {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : null;
}

/** `1h2m3.5s`, `300ms`; null where Go would not read it. */
function goDurationMs(text = ""): number | null {
  const [, sign, rest] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (rest === undefined) return null;
  let ms = 0;
  for (const [, amount, unit] of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    ms += Number(amount) * (MS_PER_UNIT[unit as string] as number);
  }
  return sign === "-" ? -ms : ms;
}
