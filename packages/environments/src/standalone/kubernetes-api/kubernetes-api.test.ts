import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KubernetesApi, startKubernetesApi } from "./kubernetes-api.ts";

let api: KubernetesApi;
beforeAll(async () => {
  const modelServerUrls = ["http://127.0.0.1:18000", "http://127.0.0.1:18001"];
  api = await startKubernetesApi({ name: "pool", namespace: "default", modelServerUrls });
});
afterAll(async () => await api.close());

const PODS = "/api/v1/namespaces/default/pods";
const POOLS = "/apis/inference.networking.k8s.io/v1/namespaces/default/inferencepools";
const OBJECTIVES = "/apis/inference.networking.x-k8s.io/v1alpha2/inferenceobjectives";

async function get(path: string, headers: Record<string, string> = {}) {
  const { statusCode, body } = await request(`${api.url}${path}`, { headers });
  return { statusCode, body: (await body.json()) as Record<string, unknown> };
}

interface WatchEvent {
  readonly type: string;
  readonly object: { readonly kind: string; readonly metadata: Record<string, unknown> };
}

/** Everything that a watch of one second writes. */
async function watched(path: string): Promise<WatchEvent[]> {
  const { body } = await request(`${api.url}${path}&watch=true&timeoutSeconds=1`);
  return (await body.text())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as WatchEvent);
}

describe("discovery", () => {
  test("the core group, and the groups that a picker looks for", async () => {
    expect((await get("/api")).body).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
    const { body } = await get("/apis");
    expect(body).toMatchObject({
      kind: "APIGroupList",
      groups: [
        { name: "inference.networking.k8s.io", preferredVersion: { version: "v1" } },
        { name: "inference.networking.x-k8s.io", preferredVersion: { version: "v1alpha2" } },
      ],
    });
    expect((await get("/apis/inference.networking.k8s.io")).body).toMatchObject({
      kind: "APIGroup",
      versions: [{ groupVersion: "inference.networking.k8s.io/v1", version: "v1" }],
    });
  });

  test.each([
    ["/api/v1", "v1", ["pods"]],
    ["/apis/inference.networking.k8s.io/v1", "inference.networking.k8s.io/v1", ["inferencepools"]],
    [
      "/apis/inference.networking.x-k8s.io/v1alpha2",
      "inference.networking.x-k8s.io/v1alpha2",
      ["inferencepools", "inferenceobjectives", "inferencemodelrewrites"],
    ],
  ])("%s", async (path, groupVersion, names) => {
    const { body } = await get(path);
    expect(body).toMatchObject({ kind: "APIResourceList", groupVersion });
    const resources = body.resources as { name: string; verbs: string[] }[];
    expect(resources.map(({ name }) => name)).toEqual(names);
    expect(new Set(resources.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
  });
});

test("the pool has a port for each model server, and selects the ready pod", async () => {
  const pool = (await get(`${POOLS}/pool`)).body as { spec: { selector: { matchLabels: Record<string, string> } } };
  expect(pool).toMatchObject({ kind: "InferencePool", spec: { targetPorts: [{ number: 18000 }, { number: 18001 }] } });
  const selector = Object.entries(pool.spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  const { body } = await get(`${PODS}?labelSelector=${encodeURIComponent(selector.join(","))}`);
  expect(body).toMatchObject({
    kind: "PodList",
    metadata: { resourceVersion: "1" },
    items: [{ kind: "Pod", status: { podIP: "127.0.0.1", conditions: [{ type: "Ready", status: "True" }] } }],
  });
});

test.each([
  ["every namespace", "/api/v1/pods", 1],
  ["another namespace", "/api/v1/namespaces/other/pods", 0],
  ["a field", `${PODS}?fieldSelector=metadata.name%3Dmodel-server`, 1],
  ["another field", `${PODS}?fieldSelector=metadata.namespace%3D%3Dother`, 0],
  ["not this label", `${PODS}?labelSelector=app%21%3Dmodel-server`, 0],
  ["a kind without objects", OBJECTIVES, 0],
  ["a limit, which is above all that there is", `${PODS}?limit=500&resourceVersion=0`, 1],
])("a list of %s", async (_, path, count) => {
  const { statusCode, body } = await get(path);
  expect(statusCode).toBe(200);
  expect(body.items).toHaveLength(count);
});

describe("a watch", () => {
  test("from where a list ended says nothing until its time is up", async () => {
    expect(await watched(`${PODS}?resourceVersion=1&allowWatchBookmarks=true`)).toEqual([]);
  });

  test("from the beginning begins with the objects", async () => {
    const events = await watched(`${POOLS}?resourceVersion=0`);
    expect(events.map(({ type, object }) => [type, object.kind])).toEqual([["ADDED", "InferencePool"]]);
  });

  test("in place of a list ends the objects with a marked bookmark", async () => {
    const events = await watched(`${PODS}?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`);
    expect(events.map(({ type, object }) => [type, object.kind])).toEqual([
      ["ADDED", "Pod"],
      ["BOOKMARK", "Pod"],
    ]);
    expect(events[1]?.object.metadata).toEqual({
      resourceVersion: "1",
      annotations: { "k8s.io/initial-events-end": "true" },
    });
  });

  test("ends with its client, and does not keep the API from closing", async () => {
    const other = await startKubernetesApi({
      name: "pool",
      namespace: "default",
      modelServerUrls: ["http://127.0.0.1:1"],
    });
    const { body } = await request(`${other.url}${PODS}?watch=1&resourceVersion=1`);
    const ended = body.text().catch(() => "broken off");
    await other.close();
    expect(await ended).toMatch(/^(broken off)?$/);
  });
});

describe("refusals are Status objects", () => {
  test.each([
    ["a pod that is not there", `${PODS}/x`, 404, "NotFound", 'pods "x" not found'],
    [
      "a pool that is not there",
      `${POOLS}/x`,
      404,
      "NotFound",
      'inferencepools.inference.networking.k8s.io "x" not found',
    ],
    ["a kind that is not served", "/api/v1/services", 404, "NotFound", "could not find the requested resource"],
    ["a selector that is none", `${PODS}?labelSelector=app%20in%20(x)`, 400, "BadRequest", "unable to parse"],
    ["a field that cannot select", `${PODS}?fieldSelector=spec.x%3D1`, 400, "BadRequest", "field label not supported"],
    ["a version that is none", `${PODS}?resourceVersion=x`, 400, "BadRequest", "invalid syntax"],
    ["a version to come", `${PODS}?watch=true&resourceVersion=9`, 504, "Timeout", "Too large resource version: 9"],
    ["a time that is none", `${PODS}?watch=true&timeoutSeconds=x`, 400, "BadRequest", "timeoutSeconds"],
    ["initial events alone", `${PODS}?watch=true&sendInitialEvents=true`, 422, "Invalid", "NotOlderThan"],
  ])("%s", async (_, path, code, reason, message) => {
    const { statusCode, body } = await get(path);
    expect(statusCode).toBe(code);
    expect(body).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure", reason, code });
    expect(body.message).toContain(message);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"] as const)("%s", async (method) => {
    const { statusCode, body } = await request(`${api.url}${PODS}`, {
      method,
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(statusCode).toBe(405);
    expect(await body.json()).toMatchObject({ kind: "Status", reason: "MethodNotAllowed", code: 405 });
  });

  test("a client that takes no JSON", async () => {
    const { statusCode, body } = await get("/api", { accept: "application/vnd.kubernetes.protobuf" });
    expect(statusCode).toBe(406);
    expect(body).toMatchObject({ kind: "Status", reason: "NotAcceptable" });
  });
});

test("a kubeconfig leads to it, and a pool holds at most eight model servers", async () => {
  const [cluster] = api.kubeconfig.clusters;
  expect(cluster?.cluster.server).toBe(api.url);
  const modelServerUrls = Array.from({ length: 9 }, (_, index) => `http://127.0.0.1:${18_000 + index}`);
  await expect(startKubernetesApi({ name: "pool", namespace: "default", modelServerUrls })).rejects.toMatchObject({
    code: "OPTION_INVALID",
    field: "--model-servers",
    value: 9,
  });
});
