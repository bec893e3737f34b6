import type { MetricSample } from "@wa-routing/protocol";
import parsePrometheus from "parse-prometheus-text-format";
import { httpText } from "./http-text.ts";

/** The router's own gauges at one instant, without a time. */
export type RouterGauges = Omit<MetricSample, "atMs">;

/** Reads the router's own gauges. */
export interface RouterMetrics {
  sample(): Promise<RouterGauges>;
}

// llm-d-router exports each metric under both prefixes; one of them is counted, the newer one first.
const QUEUE_SIZE = ["llm_d_epp_flow_control_queue_size", "inference_extension_flow_control_queue_size"];
const POOL_SATURATION = ["llm_d_epp_flow_control_pool_saturation", "inference_extension_flow_control_pool_saturation"];
const POD_QUEUE_SIZE = ["llm_d_epp_per_pod_queue_size", "inference_pool_per_pod_queue_size"];
const READ = new RegExp(
  `^(?:# (?:HELP|TYPE) )?(?:${[...QUEUE_SIZE, ...POOL_SATURATION, ...POD_QUEUE_SIZE].join("|")})[ {].*$`,
  "gm",
);

/**
 * The gauges in a router's metrics page. A series that does not exist yet is `null`, never zero: queue sizes appear with the
 * first request.
 *
 * @see pkg/epp/metrics/metrics.go of the inference extension, docs/metrics.md of llm-d-router
 */
export function readRouterGauges(page: string): RouterGauges {
  const families = new Map(parsePrometheus(readLines(page)).map((family) => [family.name, family.metrics]));
  const series = (names: readonly string[]) => families.get(names.find((name) => families.has(name)) ?? "") ?? [];
  const queueSizes = series(QUEUE_SIZE);
  const saturations = series(POOL_SATURATION).map(({ value }) => Number(value));
  return {
    queueSize: queueSizes.length === 0 ? null : queueSizes.reduce((sum, { value }) => sum + Number(value), 0),
    poolSaturation: saturations.length === 0 ? null : Math.max(...saturations),
    modelServerQueueSizes: Object.fromEntries(
      series(POD_QUEUE_SIZE).map(({ labels, value }) => [labels?.model_server_pod ?? "", Number(value)]),
    ),
  };
}

/** The lines that are read: a router's page has 100 KB and more, and parsing all of it would hold up what is being sent. */
function readLines(page: string): string {
  return `${page.match(READ)?.join("\n") ?? ""}\n`;
}

/** A router's metrics page over HTTP. `bearerToken` is sent where the router asks for one. */
export function routerMetrics(url: string, bearerToken?: string): RouterMetrics {
  const headers = bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` };
  return { sample: async () => readRouterGauges(await httpText(url, { headers })) };
}
