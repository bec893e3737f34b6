import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { ClusterRuns } from "../real-cluster.ts";

/** Where the fork's suite deploys. */
export const SUITE_NAMESPACE = "inf-ext-e2e";

/** Its endpoint picker, as an image of this host; without it ours stands there under the same names, with its own configuration. */
export const FORK_IMAGE = process.env.WA_ROUTING_FORK_IMAGE;

const FORK_CONFIG = `apiVersion: inference.networking.x-k8s.io/v1alpha1
kind: EndpointPickerConfig
plugins:
- type: workload-aware-ordering-policy
  name: workload-aware-ordering-policy
- type: queue-scorer
- type: kv-cache-utilization-scorer
- type: prefix-cache-scorer
schedulingProfiles:
- name: default
  plugins:
  - pluginRef: queue-scorer
  - pluginRef: kv-cache-utilization-scorer
  - pluginRef: prefix-cache-scorer
featureGates:
- flowControl
`;

interface Deployment {
  readonly metadata: {
    readonly name: string;
    readonly labels?: object;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

const local = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

/** Deploys what the fork's suite leaves in its pause, in place of the gateway that a run of ours has left in the cluster, with its images. */
export async function deploySuite({ cluster, kubectl }: ClusterRuns): Promise<void> {
  const ours = await deploymentsIn(kubectl, "wa-routing");
  const imageOf = (name: string) =>
    ours.find(({ metadata }) => metadata.name === name)?.spec.template.spec.containers[0]?.image ?? "";
  if (FORK_IMAGE !== undefined) await execa("kind", ["load", "docker-image", FORK_IMAGE, "--name", cluster]);
  const images: Readonly<Record<string, string>> = {
    $EPP_IMAGE: FORK_IMAGE ?? imageOf("epp"),
    $ENVOY_IMAGE: imageOf("envoy"),
    $MODEL_SERVER_IMAGE: imageOf("model-server-0"),
  };
  await kubectl(["delete", "namespace", "wa-routing", "--wait"]);
  await kubectl(["create", "namespace", SUITE_NAMESPACE]);
  const inSuite = (args: readonly string[], input?: string) =>
    kubectl(["--namespace", SUITE_NAMESPACE, ...args], input);
  const config = FORK_IMAGE === undefined ? local("../../../epp/config/workload-aware.yaml") : FORK_CONFIG;
  const configMap = {
    ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "plugins-config" } },
    data: { "default-plugins.yaml": config },
  };
  await inSuite(["apply", "--filename", "-"], JSON.stringify(configMap));
  for (const file of ["suite-gateway.yaml", "suite-envoy.yaml"]) {
    await inSuite(
      ["apply", "--filename", "-"],
      local(file).replaceAll(/\$[A-Z_]+_IMAGE/g, (name) => images[name] ?? name),
    );
  }
  await inSuite(["wait", "deployment", "--all", "--for", "condition=Available", "--timeout", "180s"]);
}

/** The Deployments of the suite, but for what Kubernetes itself counts in them. */
export async function suiteDeployments({ kubectl }: ClusterRuns) {
  return (await deploymentsIn(kubectl, SUITE_NAMESPACE)).map(({ metadata, spec }) => {
    const { "deployment.kubernetes.io/revision": _, ...annotations } = metadata.annotations ?? {};
    return { name: metadata.name, labels: metadata.labels, annotations, spec };
  });
}

async function deploymentsIn(kubectl: ClusterRuns["kubectl"], namespace: string): Promise<readonly Deployment[]> {
  const said = await kubectl(["--namespace", namespace, "get", "deployments", "--output", "json"]);
  return (JSON.parse(said) as { readonly items: readonly Deployment[] }).items;
}
