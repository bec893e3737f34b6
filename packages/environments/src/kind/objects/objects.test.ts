import { describe, expect, test } from "vitest";
import { ownPicker } from "./deployed-picker.ts";
import { envoyObjects, eppMetricsObject, eppObjects } from "./gateway-objects.ts";
import inferenceExtension from "./inference-crds.json" with { type: "json" };
import { modelServerObjects } from "./model-server-objects.ts";
import { GATEWAYS, NAMESPACE, NODE_PORTS, nodePorts, POOL, POOL_LABELS } from "./names.ts";
import { accessObjects, poolObject } from "./namespace-objects.ts";

const router = (names: (typeof GATEWAYS)["main" | "fcfs"], nodePort: number) => [
  ...eppObjects({
    names,
    image: "epp:1",
    config: "kind: EndpointPickerConfig\n",
    logVerbosity: 2,
    cpu: "500m",
    start: "a",
  }),
  ...envoyObjects({
    envoy: names.envoy,
    picker: ownPicker(names),
    image: "envoy:1",
    nodePort,
    cpu: "200m",
    start: "a",
  }),
];
const served = {
  image: "wa-routing:1",
  model: "fake-model",
  seed: 1,
  ttftMs: 1,
  itlMs: 1,
  slots: 0,
  cpu: "200m",
  labels: POOL_LABELS,
};
const objects = [
  ...accessObjects(),
  poolObject("epp", 9002),
  ...modelServerObjects({ count: 2, ...served }),
  ...router(GATEWAYS.main, NODE_PORTS.gateway),
  eppMetricsObject(ownPicker(GATEWAYS.main)),
  ...router(GATEWAYS.fcfs, NODE_PORTS.fcfs),
];
const text = JSON.stringify(objects);
const deployments = objects.filter(({ kind }) => kind === "Deployment").map((object) => JSON.stringify(object));

test("every object has a name of its own, and lies in our namespace or says that it is ours", () => {
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { metadata } of objects) {
    expect(metadata.labels?.["app.kubernetes.io/managed-by"]).toBe("wa-routing");
    expect(metadata.namespace ?? metadata.name).toMatch(new RegExp(`^${NAMESPACE}`));
  }
});

test("every port of the node that a cluster is made with leads to one Service, and no other does", () => {
  const used = [...text.matchAll(/"nodePort":(\d+)/g)].map(([, port]) => Number(port));
  expect(used.toSorted()).toEqual(nodePorts(2).toSorted());
});

describe("each pod", () => {
  test.each([
    ["is replaced, never doubled", '"strategy":{"type":"Recreate"}'],
    ["runs an image that was loaded", '"imagePullPolicy":"IfNotPresent"'],
    ["asks for processor time", '"requests":{"cpu":"'],
    ["cannot write to its files", '"readOnlyRootFilesystem":true'],
    ["ends soon", '"terminationGracePeriodSeconds":2'],
  ])("%s", (_, setting) => {
    expect(deployments).toHaveLength(6);
    for (const deployment of deployments) expect(deployment).toContain(setting);
  });
});

test("the picker writes no spans, reads our pool, and is restarted with each start", () => {
  const [epp = ""] = deployments.filter((deployment) => deployment.includes('"name":"epp"'));
  expect(epp).toContain('"--tracing=false"');
  expect(epp).toContain(`"--pool-name","${POOL}","--pool-namespace","${NAMESPACE}"`);
  expect(epp).toContain('"wa-routing/start":"a"');
});

test("Envoy asks the picker by the name of its Service, and gives up a dead one in a second", () => {
  const config = String(
    (objects.find(({ metadata, kind }) => kind === "ConfigMap" && metadata.name === "envoy") as { data?: object })
      ?.data?.["envoy.yaml" as never],
  );
  expect(config).toContain(`address: epp.${NAMESPACE}.svc`);
  expect(config).toContain("type: STRICT_DNS\n      connect_timeout: 1s");
});

test("the kinds are those of the inference extension that our picker is built on", () => {
  expect(inferenceExtension.objects.map(({ metadata }) => metadata.name)).toContain(
    "inferencepools.inference.networking.k8s.io",
  );
  expect(inferenceExtension.licence).toContain("Apache-2.0");
});
