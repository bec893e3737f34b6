import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEppManifests } from "./epp-manifests.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-manifests-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(text: string, name = "epp.yaml"): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

// In the form of the inference extension's own suite: keys without a value, a flag and its value apart, TLS by default.
const POOL = `apiVersion: inference.networking.k8s.io/v1
kind: InferencePool
metadata:
  labels:
  name: vllm
spec:
  targetPorts:
    - number: 8000
  selector:
    matchLabels:
      app: vllm
  endpointPickerRef: { name: vllm-epp, namespace: $E2E_NS, kind: Service, port: { number: 9012 } }
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: vllm-epp, namespace: $E2E_NS }
spec: { selector: { app: vllm-epp }, ports: [{ port: 9012 }] }
`;
const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata: { name: plugins-config, namespace: $E2E_NS }
data:
  default-plugins.yaml: |
    kind: EndpointPickerConfig
    plugins: []
`;
const deployment = (more = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: vllm-epp, namespace: $E2E_NS }
spec:
  strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 1 } }
  selector: { matchLabels: { app: vllm-epp } }
  template:
    metadata: { labels: { app: vllm-epp } }
    spec:
      terminationGracePeriodSeconds: 130
      containers:
      - name: sidecar
        image: sidecar:1
      - name: epp
        image: $E2E_IMAGE
        imagePullPolicy: Always
        args: [--pool-name, vllm, --pool-namespace, "$E2E_NS", --v, "4"${more}]
        env: [{ name: POD_NAME, value: $(POD_NAME) }]
        ports: [{ name: metrics, containerPort: 9191 }]
`;
const whole = (more?: string) => [POOL, SERVICE, CONFIG, deployment(more)].join("---\n");

test("the picker is found by the pool, the Service and the Deployment behind it", () => {
  const { picker, image, config, router } = readEppManifests(put(whole()), "fork:dev");
  expect(picker).toEqual({
    pool: { name: "vllm", labels: { app: "vllm" } },
    service: { address: "vllm-epp", port: 9012 },
    isTls: true,
    deployments: ["vllm-epp"],
    labels: { app: "vllm-epp" },
    container: "epp",
    metricsPort: 9191,
  });
  expect(image).toBe("fork:dev");
  expect(config?.text).toContain("EndpointPickerConfig");
  expect(router.words).toContain("wa-routing");
});

test("its Deployment gets the run's image, -v and start, and keeps all else", () => {
  const { objects } = readEppManifests(put(whole()), "fork:dev");
  const found = objects({ image: "fork:dev", logVerbosity: 2, start: "s1" }).find(({ kind }) => kind === "Deployment");
  expect(found).toMatchObject({
    spec: {
      strategy: { type: "Recreate" },
      template: {
        metadata: { labels: { app: "vllm-epp" }, annotations: { "wa-routing/start": "s1" } },
        spec: {
          containers: [
            { name: "sidecar", image: "sidecar:1" },
            {
              name: "epp",
              image: "fork:dev",
              imagePullPolicy: "IfNotPresent",
              args: ["--pool-name", "vllm", "--pool-namespace", "wa-routing", "--v=2"],
              env: [{ name: "POD_NAME", value: "$(POD_NAME)" }],
            },
          ],
        },
      },
    },
  });
  expect(JSON.stringify(found)).not.toContain("rollingUpdate");
});

test("one that serves in plaintext is asked so", () => {
  expect(readEppManifests(put(whole(", --secure-serving=false")), "i").picker.isTls).toBe(false);
});

test("a folder is read file by file, and a List item by item", () => {
  put(POOL, "10-pool.yml");
  put(
    JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "a" } }],
    }),
    "20.json",
  );
  put(`${SERVICE}---\n${deployment()}`, "30.yaml");
  put("not read", "README.md");
  const { objects } = readEppManifests(folder, "i");
  const kinds = objects({ image: "i", logVerbosity: 2, start: "s" }).map(({ kind }) => kind);
  expect(kinds).toEqual(["InferencePool", "ServiceAccount", "Service", "Deployment"]);
});

describe("what cannot be used is told in a sentence", () => {
  test.each<[string, string, string]>([
    ["no pool", SERVICE, "there is no InferencePool"],
    ["two pools", `${POOL}---\n${POOL.replace("name: vllm\n", "name: other\n")}`, "there are several InferencePools"],
    ["no picker behind the pool", POOL, "no Deployment is behind the Service vllm-epp that InferencePool vllm names"],
    ["another port", POOL.replace("8000", "9000"), "has the target ports 9000"],
    ["no YAML", "a: [", "document 1 of"],
    ["no object", "just: this", "apiVersion"],
    [
      "a number for an argument",
      whole().replace('"4"', "4"),
      "Deployment vllm-epp: spec.template.spec.containers.1.args",
    ],
    ["a namespace of its own", whole().replaceAll("$E2E_NS", "inf-ext-e2e"), "names the namespace inf-ext-e2e"],
  ])("%s", (_, text, said) => {
    expect(() => readEppManifests(put(text), "i")).toThrow(said);
  });

  test("an image that was not given", () => {
    expect(() => readEppManifests(put(whole()))).toThrow("nothing was given for $E2E_IMAGE");
  });

  test("nothing there, an empty folder, a kustomization", () => {
    expect(() => readEppManifests(join(folder, "none"))).toThrow("there is no such folder or file");
    mkdirSync(join(folder, "empty"));
    expect(() => readEppManifests(join(folder, "empty"))).toThrow("holds no .yaml, .yml or .json");
    put("resources: []", "kustomization.yaml");
    expect(() => readEppManifests(folder)).toThrow("is a kustomization");
  });
});
