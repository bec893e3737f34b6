import { parseDocument } from "yaml";
import type { z } from "zod";
import { MODEL } from "../../fake-model.ts";
import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import {
  type ClusterState,
  deploymentSchema,
  type InferencePool,
  inferencePoolSchema,
  serviceSchema,
} from "../../kubernetes/cluster-state.ts";
import { flagOf } from "../../kubernetes/container-flags.ts";
import { type FoundRouter, findGateway } from "../../kubernetes/found-gateway.ts";
import type { DeployedPicker } from "../objects/deployed-picker.ts";
import { MODEL_SERVER_PORTS } from "../objects/model-server-objects.ts";
import { EPP_PORTS, GATEWAYS, NAMESPACE, POOL } from "../objects/names.ts";
import { readManifestFiles } from "./manifest-files.ts";
import { manifestsInvalid } from "./manifests-invalid.ts";
import { placedObjects } from "./placed-objects.ts";
import { type ManifestStart, startedDeployment } from "./started-deployment.ts";

/** An endpoint picker as manifests deploy it. */
export interface EppManifests {
  readonly picker: DeployedPicker;
  /** As it is found in the objects. */
  readonly router: FoundRouter;
  /** The image that they name, or that takes its place. */
  readonly image: string;
  /** Its configuration, where a ConfigMap holds it. */
  readonly config: { readonly path: string; readonly text: string } | null;
  objects(start: ManifestStart): KubernetesObject[];
}

/**
 * Reads the manifests of an endpoint picker: its InferencePool, the Service that this names, and the Deployment behind it.
 *
 * @param path A folder or a file.
 * @param given The image that takes the place of theirs; undefined: theirs.
 * @throws WaRoutingError `OPTION_INVALID` where they cannot be read, are not of one picker, or cannot be placed in our namespace.
 */
export function readEppManifests(path: string, given?: string): EppManifests {
  const names = { name: GATEWAYS.main.epp, pool: POOL, model: MODEL, namespace: NAMESPACE };
  const objects = placedObjects(path, readManifestFiles(path, { ...names, metricsAuth: "false", image: given }));
  const pool = onlyPool(path, objects);
  const state = stateOf(path, objects, pool);
  const { router } = findGateway(state);
  const { name: service, port } = pool.spec.endpointPickerRef;
  if (router === null) {
    throw manifestsInvalid(
      `--epp-manifests ${path}: no Deployment is behind the Service ${service} that InferencePool ${pool.metadata.name} names`,
      "the Service of endpointPickerRef, and the Deployment that it selects",
    );
  }
  const picker: DeployedPicker = {
    pool: { name: pool.metadata.name, labels: pool.spec.selector.matchLabels },
    service: { address: service, port: port?.number ?? EPP_PORTS.grpc },
    // The inference extension's pickers serve with a certificate of their own unless told not to (pkg/epp/server/options.go).
    isTls: flagOf({ command: [], args: [...router.words] }, "secure-serving") !== "false",
    deployments: objects.filter(({ kind }) => kind === "Deployment").map(({ metadata }) => metadata.name),
    labels:
      state.deployments.find(({ metadata }) => metadata.name === router.deployment)?.spec.selector.matchLabels ?? {},
    container: router.container,
    metricsPort: router.metricsPort,
  };
  return {
    picker,
    router,
    image: given ?? router.image,
    config: configIn(path, objects),
    objects: (start) =>
      objects.map((object) => (isRouter(object, router) ? startedDeployment(object, router.container, start) : object)),
  };
}

function onlyPool(path: string, objects: readonly KubernetesObject[]): InferencePool {
  const [pool, second] = objects.filter(({ kind }) => kind === "InferencePool");
  if (pool === undefined || second !== undefined) {
    throw manifestsInvalid(
      `--epp-manifests ${path}: there ${pool === undefined ? "is no InferencePool" : "are several InferencePools"}`,
      "one InferencePool, whose picker is tested",
    );
  }
  const read = parsed(path, pool, inferencePoolSchema);
  const ports = read.spec.targetPorts.map(({ number }) => number);
  if (ports.length === 1 && ports[0] === MODEL_SERVER_PORTS.http) return read;
  throw manifestsInvalid(
    `--epp-manifests ${path}: InferencePool ${read.metadata.name} has the target ports ${ports.join(", ") || "none"}`,
    `${MODEL_SERVER_PORTS.http}, where our model servers listen`,
  );
}

function parsed<Schema extends z.ZodType>(path: string, object: KubernetesObject, schema: Schema): z.output<Schema> {
  const read = schema.safeParse(object);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const { kind, metadata } = object;
  throw manifestsInvalid(
    `--epp-manifests ${path}: ${kind} ${metadata.name}: ${issue?.path.join(".")}: ${issue?.message}`,
    `a ${kind} as Kubernetes takes it`,
  );
}

/** The namespace as it will be, as far as a gateway is found by it. */
function stateOf(path: string, objects: readonly KubernetesObject[], pool: InferencePool): ClusterState {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    deployments: of("Deployment").map((object) => parsed(path, object, deploymentSchema)),
    services: of("Service").map((object) => parsed(path, object, serviceSchema)),
    pools: { listed: true, pools: [pool] },
    pods: [],
    events: [],
  };
}

const isRouter = ({ kind, metadata }: KubernetesObject, { deployment }: FoundRouter) =>
  kind === "Deployment" && metadata.name === deployment;

function configIn(path: string, objects: readonly KubernetesObject[]): EppManifests["config"] {
  const texts = objects
    .filter(({ kind }) => kind === "ConfigMap")
    .flatMap(({ data }) => Object.values((data ?? {}) as Readonly<Record<string, string>>));
  const text = texts.find((each) => parseDocument(each).get?.("kind") === "EndpointPickerConfig");
  return text === undefined ? null : { path, text };
}
