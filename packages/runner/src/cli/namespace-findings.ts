import { inspectNamespace, type KubectlOptions, type NamespaceView } from "@wa-routing/environments";
import { SUCCESS_METRIC_IDS, SUCCESS_METRICS } from "@wa-routing/protocol";
import type { Finding } from "./doctor-findings.ts";

/**
 * What a namespace holds of a gateway, whether it is whole, and check by check what can be decided with it as it is.
 *
 * @throws WaRoutingError as `inspectNamespace`
 */
export async function findingsOfNamespace(cluster: KubectlOptions): Promise<Finding[]> {
  return namespaceFindings(cluster.namespace, await inspectNamespace(cluster));
}

/** The same, of what was seen. */
export function namespaceFindings(
  namespace: string,
  { context, found, recognised, problems, lacks }: NamespaceView,
): Finding[] {
  const { pool, router, envoy, modelServers } = found;
  const part = (what: string, text: string | null): Finding => ({
    what,
    state: text === null ? "missing" : "ready",
    found: text ?? "not found",
    remedy: null,
  });
  return [
    { what: "namespace", state: "ready", found: `${namespace}, in the context ${context}`, remedy: null },
    part("InferencePool", pool),
    part(
      "router",
      router === null
        ? null
        : `Deployment ${router.deployment}, ${router.image}, -v ${router.verbosity}, ${kindOf(recognised)}`,
    ),
    part(
      "Envoy",
      envoy === null ? null : `Deployment ${envoy.deployment}, ${envoy.image}, log level ${envoy.logLevel}`,
    ),
    part(
      "model servers",
      modelServers === null
        ? null
        : `Deployment ${modelServers.deployment}, ${modelServers.image}, ${modelServers.replicas} of them${modelServers.models.length === 0 ? "" : `, serving ${modelServers.models.join(", ")}`}`,
    ),
    ...problems.map(({ what, remedy }): Finding => ({ what: "not whole", state: "broken", found: what, remedy })),
    ...SUCCESS_METRIC_IDS.map((id): Finding => {
      const own = lacks.filter(({ checks }) => checks.includes(id));
      const why = own.map(({ what }) => what).join("; ");
      return {
        what: id,
        state: own.length === 0 ? "ready" : "missing",
        found: own.length === 0 ? `can be decided: ${SUCCESS_METRICS[id]}` : why,
        remedy: own.length === 0 ? null : own.map(({ remedy }) => remedy).join("; "),
      };
    }),
  ];
}

/** As `--epp` calls it; the checks that are required depend on it. */
function kindOf(recognised: NamespaceView["recognised"]): string {
  if (recognised === null || recognised.flavour === null) return "of a kind that is not known: every check is required";
  const { flavour, ordering } = recognised;
  return ordering === null ? `recognised as ${flavour}` : `recognised as ${flavour}, ordered by ${ordering}`;
}
