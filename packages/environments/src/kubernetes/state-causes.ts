import { type ClusterState, type Deployment, type InferencePool, isSelected, type Pod } from "./cluster-state.ts";
import { selectorText } from "./label-selector.ts";
import { podCause, type StateCause } from "./pod-cause.ts";

/** What has to be whole before anything is sent. */
export interface Wanted {
  readonly deployments: readonly string[];
  /** Name of the InferencePool; null: none is needed. */
  readonly inferencePool: string | null;
}

/** Why a deployment is not whole. */
export interface StateFindings {
  /** What will not mend by itself, causes before what they lead to. */
  readonly causes: readonly StateCause[];
  /** What is still under way: it may become well by itself. */
  readonly waiting: readonly string[];
}

/** What keeps a namespace from being whole; of a rolling update, the new pods are judged, though the old ones still answer. */
export function stateCauses(state: ClusterState, { deployments, inferencePool }: Wanted): StateFindings {
  const pool = inferencePool === null ? NOTHING : poolFindings(state, inferencePool);
  const found = [pool, ...deployments.map((name) => deploymentFindings(state, name))];
  const causes = found.flatMap((findings) => findings.causes);
  return {
    causes: causes.filter(({ what }, index) => causes.findIndex((other) => other.what === what) === index),
    waiting: found.flatMap((findings) => findings.waiting),
  };
}

const POOL = "InferencePool";
const NOTHING: StateFindings = { causes: [], waiting: [] };

function because(subject: string, what: string, remedy: string): StateFindings {
  return { causes: [{ subject, what, remedy, container: null }], waiting: [] };
}

function poolFindings(state: ClusterState, name: string): StateFindings {
  if (!state.pools.listed) return unlisted(state.pools.why);
  const pool = state.pools.pools.find(({ metadata }) => metadata.name === name);
  if (pool === undefined) {
    return because(
      POOL,
      `there is no InferencePool ${name}: its endpoint picker is NOT_SERVING until there is one, and is restarted again and again`,
      "apply the pool; a field that its kind does not have makes the whole pool be refused (kubectl apply says so)",
    );
  }
  const { matchLabels } = pool.spec.selector;
  const members = state.pods.filter((pod) => isSelected(pod.metadata.labels, matchLabels) && isStaying(pod));
  if (members.length === 0) {
    return because(
      POOL,
      `InferencePool ${name} selects no pod (${selectorText(matchLabels)})`,
      "deploy model servers with these labels, or give the pool the selector of those that are there",
    );
  }
  return pickerFindings(state, pool);
}

/** The endpoint picker that a pool names: there, and only one of it. */
function pickerFindings({ services, deployments }: ClusterState, { metadata, spec }: InferencePool): StateFindings {
  const picker = services.find((service) => service.metadata.name === spec.endpointPickerRef.name);
  if (picker === undefined) {
    return because(
      POOL,
      `InferencePool ${metadata.name} names Service ${spec.endpointPickerRef.name} as its endpoint picker, and there is none of that name`,
      "apply the Service of the endpoint picker, or correct the pool's endpointPickerRef",
    );
  }
  const several = deployments.find(
    (deployment) =>
      isSelected(deployment.spec.template.metadata.labels, picker.spec.selector) && deployment.spec.replicas > 1,
  );
  if (several === undefined) return NOTHING;
  return because(
    several.metadata.name,
    `Deployment ${several.metadata.name} has ${several.spec.replicas} replicas: an order exists only inside one endpoint picker`,
    `kubectl scale deployment ${several.metadata.name} --replicas 1`,
  );
}

function unlisted(why: string): StateFindings {
  if (/could not find the requested resource|doesn't have a resource type|no matches for kind/.test(why)) {
    return because(
      POOL,
      `the cluster does not know the kind InferencePool: ${why}`,
      "apply the CRDs of the inference extension; with them go the pools that were there, which are to be applied again",
    );
  }
  return because(
    POOL,
    `InferencePools cannot be listed: ${why}`,
    "let this user list inferencepools.inference.networking.k8s.io",
  );
}

function deploymentFindings(state: ClusterState, name: string): StateFindings {
  const deployment = state.deployments.find(({ metadata }) => metadata.name === name);
  if (deployment === undefined) return because(name, `there is no Deployment ${name}`, "apply it, or correct its name");
  const { metadata, spec, status } = deployment;
  if (spec.replicas === 0) {
    return because(name, `Deployment ${name} has 0 replicas`, `kubectl scale deployment ${name} --replicas 1`);
  }
  if (status.observedGeneration < metadata.generation) {
    return { causes: [], waiting: [`Deployment ${name}: its last change has not been looked at yet`] };
  }
  const pods = podsOf(state, deployment);
  const causes = newest(pods.filter(isStaying)).flatMap((pod) => podCause(pod, state.events) ?? []);
  const { updatedReplicas, readyReplicas, replicas } = status;
  const ending = pods.filter((pod) => !isStaying(pod)).map((pod) => `pod ${pod.metadata.name} is still ending`);
  const whole = updatedReplicas === spec.replicas && replicas === spec.replicas && readyReplicas === spec.replicas;
  const counts = `${updatedReplicas} of ${spec.replicas} pods are up to date, ${readyReplicas} of ${replicas} are ready`;
  return { causes, waiting: [...(whole ? [] : [counts]), ...ending].map((text) => `Deployment ${name}: ${text}`) };
}

/** The pods of a deployment, of its old states too. */
export function podsOf({ pods }: Pick<ClusterState, "pods">, { spec }: Deployment): readonly Pod[] {
  return pods.filter(({ metadata }) => isSelected(metadata.labels, spec.selector.matchLabels));
}

const HASH = "pod-template-hash";

/** Those of the deployment's present state: what an older one suffered from does not matter any more. */
function newest(pods: readonly Pod[]): readonly Pod[] {
  const last = pods.toSorted((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp)).at(-1);
  return pods.filter(({ metadata }) => metadata.labels[HASH] === last?.metadata.labels[HASH]);
}

function isStaying({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== "Succeeded" && status.phase !== "Failed";
}
