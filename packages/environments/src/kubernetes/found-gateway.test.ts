import { expect, test } from "vitest";
import { type ClusterState, readClusterState } from "./cluster-state.ts";
import { type FoundGateway, findGateway } from "./found-gateway.ts";
import { lacksOf } from "./gateway-lacks.ts";
import { recordedCluster } from "./recorded-cluster.test-data.ts";

async function recorded(name: string): Promise<ClusterState> {
  using cluster = recordedCluster([name]);
  return await readClusterState(cluster.kubectl);
}

/** The same deployment with another image, or other arguments, of one of its containers. */
function changed(state: ClusterState, name: string, change: { image?: string; args?: string[]; replicas?: number }) {
  const deployments = state.deployments.map((deployment) => {
    if (deployment.metadata.name !== name) return deployment;
    const copy = structuredClone(deployment);
    const [container] = copy.spec.template.spec.containers;
    if (container !== undefined) Object.assign(container, change);
    copy.spec.replicas = change.replicas ?? copy.spec.replicas;
    return copy;
  });
  return { ...state, deployments };
}

const EPP = "vllm-llama3-8b-instruct-epp";
const SERVERS = "vllm-llama3-8b-instruct";

test("the pool leads to router and model servers, and a Service to Envoy", async () => {
  const found = findGateway(await recorded("healthy-ours"));
  expect(found).toEqual({
    pool: SERVERS,
    router: {
      deployment: EPP,
      selector: `app=${EPP}`,
      container: "epp",
      image: "wa-routing-epp:dev",
      replicas: 1,
      metricsPort: 9090,
      verbosity: 2,
      tracing: false,
      cpuRequest: expect.toSatisfy((cpu: unknown) => cpu === null || typeof cpu === "string"),
      words: expect.arrayContaining(["--pool-name", "--tracing=false"]),
    },
    envoy: {
      deployment: "envoy",
      selector: "app=envoy",
      container: "envoy",
      image: "envoy:dev",
      replicas: 1,
      port: 8081,
      cpuRequest: "100m",
      logLevel: "warning",
    },
    modelServers: {
      deployment: SERVERS,
      selector: `app=${SERVERS}`,
      container: "vllm",
      image: "wa-routing:dev",
      replicas: 1,
      cpuRequest: "50m",
      kind: "ours",
      port: 8000,
      adminPort: 8100,
      models: ["fake-model", "food-review"],
    },
  });
  expect(lacksOf(found)).toEqual([]);
});

test("of a model server of ours whose admin side may be on any port, the gate cannot be found", async () => {
  const args = ["serve", "model-server", "--host", "0.0.0.0", "--port", "8000"];
  const state = changed(await recorded("healthy-ours"), SERVERS, { args });
  for (const deployment of state.deployments)
    for (const each of deployment.spec.template.spec.containers) each.ports = [];
  expect(findGateway(state).modelServers).toMatchObject({ kind: "other", adminPort: null });
});

test("a Service that was named is taken, by its port", async () => {
  const state = await recorded("healthy-ours");
  expect(findGateway(state, { name: "envoy", port: 8081 }).envoy).toMatchObject({ deployment: "envoy", port: 8081 });
  expect(() => findGateway(state, { name: "gateway", port: 80 })).toThrow("there is no Service gateway");
  expect(() => findGateway(state, { name: "envoy", port: 80 })).toThrow("Service envoy has no port 80, but 8081");
});

test("several pools are not chosen among", async () => {
  const state = await recorded("healthy-ours");
  if (!state.pools.listed) throw new Error("the recorded state has a pool");
  const [pool] = state.pools.pools;
  const other = { ...pool!, metadata: { ...pool!.metadata, name: "other" } };
  expect(() => findGateway({ ...state, pools: { listed: true, pools: [pool!, other] } })).toThrow(
    `the namespace has several InferencePools: ${SERVERS}, other`,
  );
});

test.each([
  ["ghcr.io/llm-d/llm-d-inference-sim:v0.6.1", "sim"],
  ["ghcr.io/llm-d/llm-d-inference-sim:v0.9.1", "sim"],
  ["ghcr.io/llm-d/llm-d-inference-sim:v0.9.2", "sim-admin"],
  ["ghcr.io/llm-d/llm-d-inference-sim:v0.10.0", "sim-admin"],
  ["ghcr.io/llm-d/llm-d-inference-sim:1.0.0", "sim-admin"],
  ["ghcr.io/llm-d/llm-d-inference-sim:latest", "sim"],
  ["vllm/vllm-openai:v0.11.0", "other"],
])("%s is %s", async (image, kind) => {
  const state = changed(await recorded("healthy-ours"), SERVERS, { image, args: [] });
  expect(findGateway(state).modelServers).toMatchObject({ kind, adminPort: null });
});

// What stands in the way of which checks, as the fork's suite leaves its deployment, and one by one.
test.each<[string, (state: ClusterState) => ClusterState, RegExp, string]>([
  [
    "a router at -v 4",
    (state) => changed(state, EPP, { args: ["--v", "4"] }),
    /logs at -v 4: that delays .* has not a line for each dispatch/,
    "functional.criticality-order",
  ],
  ["a router at -v 1", (state) => changed(state, EPP, { args: ["--v=1"] }), /leaves out/, "observability.log-points"],
  [
    "Envoy at trace",
    (state) => changed(state, "envoy", { args: ["--log-level", "trace"] }),
    /Envoy logs at trace/,
    "observability.dispatch-order",
  ],
  [
    "a model server without a gate",
    (state) => changed(state, SERVERS, { image: "ghcr.io/llm-d/llm-d-inference-sim:v0.6.1", args: [] }),
    /llm-d-inference-sim:v0.6.1 has no gate.* lists no arrivals/,
    "functional.wait-boost",
  ],
  ["two routers", (state) => changed(state, EPP, { replicas: 2 }), /has 2 replicas/, "functional.rate-penalty"],
])("%s is said, with what it leaves undecided", async (_, change, what, check) => {
  const lacks = lacksOf(findGateway(change(await recorded("healthy-ours"))));
  expect(lacks).toEqual([
    { what: expect.stringMatching(what), checks: expect.arrayContaining([check]), remedy: expect.any(String) },
  ]);
});

test("without a pool nothing of the router is found, and that is said", () => {
  const nothing: FoundGateway = { pool: null, router: null, envoy: null, modelServers: null };
  expect(lacksOf(nothing).map(({ remedy }) => remedy)).toEqual([
    "apply the pool, or give the addresses",
    "give --envoy-url",
  ]);
});

test("where the router's -v is changed for each pass, it is no lack; where something holds the queue, that is said", async () => {
  const state = changed(await recorded("healthy-ours"), EPP, { args: ["--v", "5"] });
  expect(lacksOf(findGateway(state), { isAdapted: true })).toEqual([]);
  const other = changed(await recorded("healthy-ours"), SERVERS, { image: "vllm/vllm-openai:v0.11.0", args: [] });
  expect(lacksOf(findGateway(other), { gate: "blockers" }).map(({ what }) => what)).toEqual([
    expect.stringMatching(/^model server vllm.* lists no arrivals, so that only the router's own log tells/),
  ]);
});
