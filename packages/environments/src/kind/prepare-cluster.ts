import { z } from "zod";
import { applyObjects, type KubernetesObject } from "../kubernetes/apply-objects.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { selectorText } from "../kubernetes/label-selector.ts";
import { until } from "../until.ts";
import inferenceExtension from "./objects/inference-crds.json" with { type: "json" };
import { OURS } from "./objects/names.ts";
import { METRICS_SECRET, namespaceObject } from "./objects/namespace-objects.ts";

const CRD_MS = 30_000;
const SECRET_MS = 30_000;
const TERMINATING_MS = 60_000;

/** Has the kinds of the inference extension known in the cluster, and our namespace in it. */
export async function prepareCluster(kubectl: Kubectl, signal?: AbortSignal): Promise<void> {
  await untilNotTerminating(kubectl, signal);
  const kinds = inferenceExtension.objects as readonly KubernetesObject[];
  await applyObjects(kubectl, [...kinds, namespaceObject], signal);
  const names = kinds.map(({ metadata }) => `crd/${metadata.name}`);
  const wait = ["wait", "--for=condition=Established", `--timeout=${CRD_MS}ms`, ...names];
  await kubectl.run(wait, { signal, timeoutMs: CRD_MS + 5000 });
}

const secretSchema = z.object({ data: z.object({ token: z.base64() }).optional() });

/** The token with which a picker's metrics may be read, once the cluster has made it. */
export async function metricsToken(kubectl: Kubectl, signal?: AbortSignal): Promise<string> {
  const awaited = { what: `the token in the secret ${METRICS_SECRET}`, deadlineMs: SECRET_MS, everyMs: 200 };
  let token = "";
  await until(
    { ...awaited, code: "ENVIRONMENT_NOT_STARTED", ...(signal === undefined ? {} : { signal }) },
    async () => {
      const { data } = await kubectl.json(["get", "secret", METRICS_SECRET], secretSchema, { signal });
      token = Buffer.from(data?.token ?? "", "base64").toString();
      return token !== "" || "a secret without it";
    },
  );
  return token;
}

/** A namespace that an earlier run is still being deleted from takes nothing. */
async function untilNotTerminating(kubectl: Kubectl, signal: AbortSignal | undefined): Promise<void> {
  const args = ["get", "namespace", kubectl.namespace, "--ignore-not-found", "-o", "jsonpath={.status.phase}"];
  const awaited = {
    what: `the namespace ${kubectl.namespace} of an earlier run to be gone`,
    deadlineMs: TERMINATING_MS,
  };
  const given = signal === undefined ? {} : { signal };
  await until({ ...awaited, code: "ENVIRONMENT_NOT_STARTED", everyMs: 500, ...given }, async () => {
    const phase = (await kubectl.run(args, { signal })).trim();
    return phase !== "Terminating" || phase;
  });
}

/** Takes what is ours out of a cluster that stays; what goes on by itself is not waited for. */
export async function clearCluster(kubectl: Kubectl): Promise<void> {
  await kubectl.run(["delete", "namespace", kubectl.namespace, "--ignore-not-found", "--wait=false"]);
  await kubectl.run(["delete", "clusterroles,clusterrolebindings", "--selector", selectorText(OURS)]);
}
