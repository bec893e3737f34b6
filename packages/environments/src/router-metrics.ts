import type { MetricSample } from "@wa-routing/protocol";
import parsePrometheus from "parse-prometheus-text-format";
import { httpText, type Target } from "./http-text.ts";

/** The router's own gauges at one instant, without a time. */
export type RouterGauges = Omit<MetricSample, "atMs">;

/** Reads the router's own gauges. */
export interface RouterMetrics {
  sample(signal?: AbortSignal): Promise<RouterGauges>;
}

interface GaugeName {
  readonly name: string;
  /** Of a gauge for each model server: the label that names it. */
  readonly modelServer: string;
  /** Routers that export it. */
  readonly seenIn: string;
}

const FORK = "the workload-aware fork, inference extension 1.x; llm-d-router beside its own names, our simulator";
const LLM_D_ROUTER = "llm-d-router ebab687 (2026-08)";

// What routers call their gauges. llm-d-router exports old names beside present ones: one of them is read, the present one first.
const QUEUE_SIZE: readonly Omit<GaugeName, "modelServer">[] = [
  { name: "llm_d_epp_flow_control_queue_size", seenIn: LLM_D_ROUTER },
  { name: "inference_extension_flow_control_queue_size", seenIn: FORK },
];
const POOL_SATURATION: readonly Omit<GaugeName, "modelServer">[] = [
  { name: "llm_d_epp_flow_control_pool_saturation", seenIn: LLM_D_ROUTER },
  { name: "inference_extension_flow_control_pool_saturation", seenIn: "llm-d-router, our simulator" },
];
const MODEL_SERVER_QUEUE_SIZE: readonly GaugeName[] = [
  { name: "llm_d_epp_per_endpoint_queue_size", modelServer: "model_server_endpoint", seenIn: LLM_D_ROUTER },
  { name: "llm_d_epp_per_pod_queue_size", modelServer: "model_server_pod", seenIn: "llm-d-router before #2826" },
  { name: "inference_pool_per_pod_queue_size", modelServer: "model_server_pod", seenIn: FORK },
];
/** What a router's gauge of its queue may be called. */
export const QUEUE_GAUGES: readonly string[] = QUEUE_SIZE.map(({ name }) => name);
const NAMES = [...QUEUE_SIZE, ...POOL_SATURATION, ...MODEL_SERVER_QUEUE_SIZE].map(({ name }) => name);
const READ = new RegExp(`^(?:# (?:HELP|TYPE) )?(?:${NAMES.join("|")})[ {].*$`, "gm");

/**
 * The gauges in a router's metrics page. A series that does not exist yet is `null`, never zero: queue sizes appear with the
 * first request. A value that is no finite number (NaN, +Inf: nothing has been measured) is `null` too.
 *
 * @see pkg/epp/metrics/metrics.go of the inference extension, docs/metrics.md of llm-d-router
 */
export function readRouterGauges(page: string): RouterGauges {
  const families = new Map(parsePrometheus(readLines(page)).map((family) => [family.name, family.metrics]));
  const series = <Name extends { readonly name: string }>(names: readonly Name[]) => {
    const found = names.find(({ name }) => (families.get(name)?.length ?? 0) > 0);
    return { found, metrics: families.get(found?.name ?? "") ?? [] };
  };
  const queueSizes = series(QUEUE_SIZE).metrics.map(finiteValue);
  const saturations = series(POOL_SATURATION).metrics;
  // Where the pool has roles, the router goes by this one of them.
  const effective = saturations.filter(({ labels }) => labels?.stage === "effective");
  const { found, metrics } = series(MODEL_SERVER_QUEUE_SIZE);
  return {
    queueSize: allKnown(queueSizes)?.reduce((sum, size) => sum + size, 0) ?? null,
    poolSaturation: highest((effective.length > 0 ? effective : saturations).map(finiteValue)),
    modelServerQueueSizes: leastOfEach(
      metrics.map(({ labels = {}, value }) => [
        labels[found?.modelServer ?? ""] ?? JSON.stringify(labels),
        finiteValue({ value }),
      ]),
    ),
  };
}

/** Of several sizes for one model server (two pools share it) the least: it is full where all of them say so. */
function leastOfEach(sizes: readonly (readonly [string, number | null])[]): RouterGauges["modelServerQueueSizes"] {
  const least: Record<string, number | null> = {};
  for (const [name, size] of sizes) {
    const known = least[name];
    least[name] = known === undefined ? size : known === null || size === null ? null : Math.min(known, size);
  }
  return least;
}

function finiteValue({ value }: { readonly value: string }): number | null {
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function highest(values: readonly (number | null)[]): number | null {
  const known = allKnown(values);
  return known === null ? null : Math.max(...known);
}

/** `null`: there are none, or one of them is unknown. */
function allKnown(values: readonly (number | null)[]): readonly number[] | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : known;
}

/** The lines that are read: a router's page has 100 KB and more, and parsing all of it would hold up what is being sent. */
function readLines(page: string): string {
  return `${page.match(READ)?.join("\n") ?? ""}\n`;
}

/** A router's metrics page over HTTP. */
export function routerMetrics(page: Target): RouterMetrics {
  return { sample: async (signal) => readRouterGauges(await httpText(page, { signal })) };
}
