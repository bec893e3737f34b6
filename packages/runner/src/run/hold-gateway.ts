import type { Readable } from "node:stream";
import type { StandingGateway } from "@wa-routing/environments";
import { recordHeldRun } from "../background/held-runs.ts";
import type { Hold } from "../gateway/hold.ts";

/** How a hold is told and ended, beside its time. */
export interface HoldOptions {
  /** Why it is held, as the first words say. */
  readonly because: string;
  /** Aborted when it is to end. */
  readonly signal: AbortSignal;
  /** A line of it ends the hold; its end does not. Default: standard input. */
  readonly input?: Readable;
  /** Receives what is printed. Default: standard error. */
  readonly say?: (text: string) => void;
}

/**
 * Keeps a gateway up, says how it is reached, and returns when its time is over, somebody presses Enter, or the signal is aborted, as
 * `wa-routing down` has it.
 */
export async function holdGateway(
  { mostMs }: Pick<Hold, "mostMs">,
  standing: StandingGateway,
  { because, signal, input = process.stdin, say = onStandardError }: HoldOptions,
): Promise<void> {
  const release = recordHeldRun(standing.cluster);
  say(inWords(standing, because, mostMs));
  try {
    await ended(mostMs, signal, input);
  } finally {
    release();
  }
}

async function ended(mostMs: number | null, signal: AbortSignal, input: Readable): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    // Node takes no longer time; without one the wait alone keeps the process going.
    const timer = setTimeout(resolve, Math.min(mostMs ?? MOST_TIMER_MS, MOST_TIMER_MS));
    const onData = (chunk: Buffer | string) => {
      if (String(chunk).includes("\n")) go();
    };
    const onError = () => undefined; // A terminal that is gone says nothing any more.
    const go = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", go);
      input.off("data", onData).off("error", onError).pause();
      resolve();
    };
    signal.addEventListener("abort", go);
    input.on("error", onError).on("data", onData);
  });
}

const MOST_TIMER_MS = 2 ** 31 - 1;

function inWords(
  { kubeconfig, namespace, connection }: StandingGateway,
  because: string,
  mostMs: number | null,
): string {
  const until = mostMs === null ? "until" : `for ${timeOf(mostMs)}, or until`;
  return [
    `${because}: all stays up ${until} Enter, a signal or wa-routing down`,
    ...(connection === null ? [] : addressRows(connection)),
    "",
    "Look at it:",
    `  export KUBECONFIG=${kubeconfig}`,
    `  kubectl --namespace ${namespace} get pods`,
    ...(connection === null ? [] : ["Judge it again:", `  wa-routing run --namespace ${namespace}`]),
    "",
  ].join("\n");
}

function timeOf(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 6000) / 10} min`;
}

/** The addresses of a gateway, a line each. */
export function addressRows(addresses: {
  readonly gatewayUrl: string;
  readonly modelServerUrls?: readonly string[];
  readonly modelServerAdminUrls?: readonly string[];
  readonly routerMetricsUrl?: string;
}): string[] {
  const { gatewayUrl, modelServerUrls = [], modelServerAdminUrls = [], routerMetricsUrl } = addresses;
  const rows = [
    ["gateway", gatewayUrl],
    ...modelServerUrls.map((url) => ["model server", url]),
    ...modelServerAdminUrls.map((url) => ["  its admin page", url]),
    ...(routerMetricsUrl === undefined ? [] : [["router metrics", routerMetricsUrl]]),
  ];
  return rows.map(([name = "", value]) => `  ${name.padEnd(16)}  ${value}`);
}

function onStandardError(text: string): void {
  process.stderr.write(text);
}
