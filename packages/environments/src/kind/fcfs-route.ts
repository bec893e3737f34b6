import { connectGateway } from "../connect-gateway.ts";
import { MODEL } from "../fake-model.ts";
import { applyObjects } from "../kubernetes/apply-objects.ts";
import { untilMended } from "../kubernetes/envoy-mending.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";
import type { OpenRoute } from "../running-gateway.ts";
import { partOf } from "./cluster-access.ts";
import { configOf, type DeployedWith, routerObjects, WHOLE_MS } from "./deployed-router.ts";
import { ENVOY_PORTS } from "./objects/gateway-objects.ts";
import { GATEWAYS, NODE_PORTS } from "./objects/names.ts";
import { mendingOf } from "./own-envoy.ts";

/** A second router before the same model servers, which serves first come, first served; it is there only while the route is open. */
export async function openFcfs(
  deployed: DeployedWith,
  modelServerUrls: readonly string[],
  signal: AbortSignal | undefined,
): Promise<OpenRoute> {
  const { kubectl, access } = deployed;
  const names = GATEWAYS.fcfs;
  const reached: string[] = [];
  const remove = async () => {
    await access.release(reached);
    const kinds = ["deployment", "service", "configmap"];
    const objects = kinds.flatMap((kind) => [`${kind}/${names.epp}`, `${kind}/${names.envoy}`]);
    await kubectl.run(["delete", "--ignore-not-found", "--wait=false", ...objects]);
  };
  try {
    const objects = routerObjects(names, configOf({ ordering: "fcfs" }), deployed, NODE_PORTS.fcfs);
    await applyObjects(kubectl, objects, signal);
    const wanted = { deployments: [names.epp, names.envoy], inferencePool: null };
    await untilWhole(kubectl, { ...wanted, timeoutMs: WHOLE_MS }, signal);
    const gatewayUrl = await access.url(
      { ...partOf(names.envoy), port: ENVOY_PORTS.http, nodePort: NODE_PORTS.fcfs },
      signal,
    );
    reached.push(gatewayUrl);
    await untilMended(mendingOf(kubectl, { envoy: names.envoy, url: gatewayUrl, wanted }), signal);
    const way = await access.wayTo(gatewayUrl, signal);
    const route = await connectGateway(
      { environment: "kind", gatewayUrl, ...way, modelServerUrls, model: MODEL },
      signal,
    );
    return { ...route, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
}
