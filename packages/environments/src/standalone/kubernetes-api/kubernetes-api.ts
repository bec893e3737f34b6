import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ApiRefusal } from "./api-status.ts";
import { apiGroup, coreVersions, groupList, resourceList } from "./discovery-documents.ts";
import { kubeconfig } from "./kubeconfig.ts";
import {
  apiVersionOf,
  type KubernetesResource,
  type PoolDescription,
  poolResources,
  RESOURCE_VERSION,
} from "./kubernetes-objects.ts";
import { checkResourceVersion, selectObjects } from "./object-selection.ts";
import { isTrue, readWatchRequest, streamWatch } from "./watch-stream.ts";

/** A Kubernetes API that answers. */
export interface KubernetesApi {
  /** Plain HTTP, on loopback; nobody is asked who they are. */
  readonly url: string;
  /** How a client finds it, as the object that a kubeconfig file holds. */
  readonly kubeconfig: ReturnType<typeof kubeconfig>;
  close(): Promise<void>;
}

/**
 * Starts a Kubernetes API that can only be read, for pickers that will not start without one: discovery, get, list and watch of
 * one InferencePool and the pod of its model servers, which never change.
 *
 * Refusals are the API's own Status objects: 404 for what is not there, 405 for every attempt to write. Lists are always given
 * whole, as `limit` allows; selectors are equalities; only JSON is spoken.
 *
 * @throws WaRoutingError `OPTION_INVALID` for more model servers than a pool can hold.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export async function startKubernetesApi(pool: PoolDescription): Promise<KubernetesApi> {
  const resources = poolResources(pool);
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addHook("onRequest", async (request) => refuseOtherThanReading(request));
  app.setErrorHandler((error, _, reply) => {
    const refusal =
      error instanceof ApiRefusal ? error : new ApiRefusal("BadRequest", error instanceof Error ? error.message : "");
    return reply.code(refusal.code).send(refusal.status());
  });
  app.setNotFoundHandler(() => {
    throw new ApiRefusal("NotFound", "the server could not find the requested resource");
  });
  addDiscovery(app, resources);
  for (const resource of resources) addResource(app, resource);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    kubeconfig: kubeconfig(url),
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function refuseOtherThanReading({ method, headers }: FastifyRequest): void {
  if (method !== "GET" && method !== "HEAD") {
    throw new ApiRefusal("MethodNotAllowed", "the server does not allow this method on the requested resource");
  }
  const { accept = "*/*" } = headers;
  if (!/application\/json|\*\/\*|application\/\*/.test(accept)) {
    throw new ApiRefusal("NotAcceptable", "only the following media types are accepted: application/json");
  }
}

function addDiscovery(app: FastifyInstance, resources: readonly KubernetesResource[]): void {
  app.get("/version", () => ({ major: "1", minor: "34", gitVersion: "v1.34.0", platform: "wa-routing" }));
  app.get("/api", () => coreVersions(resources));
  app.get("/apis", () => groupList(resources));
  for (const version of new Set(resources.map(apiVersionOf))) {
    app.get(rootOf(version), () => resourceList(version, resources));
  }
  for (const group of new Set(resources.map((resource) => resource.group))) {
    if (group !== "") app.get(`/apis/${group}`, () => apiGroup(group, resources));
  }
}

function addResource(app: FastifyInstance, resource: KubernetesResource): void {
  const root = rootOf(apiVersionOf(resource));
  app.get(`${root}/${resource.plural}`, (request, reply) => listOrWatch(resource, null, request, reply));
  app.get<{ Params: { namespace: string } }>(`${root}/namespaces/:namespace/${resource.plural}`, (request, reply) =>
    listOrWatch(resource, request.params.namespace, request, reply),
  );
  app.get<{ Params: { namespace: string; name: string } }>(
    `${root}/namespaces/:namespace/${resource.plural}/:name`,
    ({ params: { namespace, name } }) => {
      const found = resource.objects.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
      if (found !== undefined) return found;
      const plural = resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
      throw new ApiRefusal("NotFound", `${plural} ${JSON.stringify(name)} not found`);
    },
  );
}

function listOrWatch(
  resource: KubernetesResource,
  namespace: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const query = request.query as Readonly<Record<string, string | undefined>>;
  checkResourceVersion(query.resourceVersion ?? "");
  const objects = selectObjects(resource.objects, {
    namespace,
    fieldSelector: query.fieldSelector ?? "",
    labelSelector: query.labelSelector ?? "",
  });
  if (!isTrue(query.watch)) {
    const metadata = { resourceVersion: RESOURCE_VERSION };
    return { apiVersion: apiVersionOf(resource), kind: `${resource.kind}List`, metadata, items: objects };
  }
  const watch = readWatchRequest(query);
  reply.hijack();
  streamWatch(resource, objects, watch, reply.raw);
  return reply;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
