import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { adapt } from "./adaptation.ts";
import type { FoundGateway } from "./found-gateway.ts";
import { type MadeUpCluster, madeUpKubectl } from "./made-up-kubectl.test-data.ts";
import { ORIGINAL_TEMPLATE, putBackAll } from "./put-back.ts";

interface Stored {
  metadata: { name: string; resourceVersion: string; annotations: Record<string, string> };
  spec: { selector: { matchLabels: Record<string, string> }; template: unknown };
}
type Operation = { op: string; path: string; value?: unknown };

const deployment = (name: string, container: object): Stored => ({
  metadata: { name, resourceVersion: "1", annotations: { "deployment.kubernetes.io/revision": "1" } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { hostname: "kept", containers: [container] } },
  },
});
const ORIGINALS = () => [
  deployment("epp", { name: "epp", image: "epp:dev", args: ["--v", "4"], livenessProbe: { grpc: { port: 9003 } } }),
  deployment("servers", { name: "vllm", image: "llm-d-inference-sim:v0.6.1", args: ["--model", "llama"] }),
  deployment("other", { name: "other", image: "other" }),
];

/** Deployments that `kubectl patch` and `kubectl annotate` change as the API does. */
function storing(deployments: Stored[], cluster: MadeUpCluster = { pods: [] }) {
  const made = madeUpKubectl(cluster);
  const find = (name: string | undefined) => deployments.find(({ metadata }) => metadata.name === name) as Stored;
  const patch = (target: Stored, { op, path, value }: Operation) => {
    const annotation = /^\/metadata\/annotations\/(.*)$/.exec(path)?.[1]?.replaceAll("~1", "/");
    if (op === "test" && path === "/metadata/resourceVersion") expect(value).toBe(target.metadata.resourceVersion);
    else if (op === "replace" && path === "/spec/template") target.spec.template = value;
    else if (op === "add" && annotation !== undefined) target.metadata.annotations[annotation] = value as string;
    else if (op === "remove" && annotation !== undefined) delete target.metadata.annotations[annotation];
    else throw new Error(`the stand-in does not know ${op} ${path}`);
  };
  return {
    ...made,
    json: async (args, schema) => {
      if (args[1] === "deployments") return schema.parse({ items: deployments });
      return args[1] === "deployment" ? schema.parse(find(args[2])) : await made.json(args, schema);
    },
    ask: async () => ({ stdout: '{"items": []}', stderr: "", refusal: null }),
    run: async (args) => {
      const [verb, , name] = args;
      if (verb === "patch") for (const step of JSON.parse(args.at(-1) ?? "") as Operation[]) patch(find(name), step);
      if (verb === "annotate") {
        const [, key = "", value] = /^([^=]+?)(?:=(.*)|-)$/.exec(args.at(-1) ?? "") ?? [];
        if (value === undefined) delete find(name).metadata.annotations[key];
        else find(name).metadata.annotations[key] = value;
      }
      return "";
    },
  } as ReturnType<typeof madeUpKubectl>;
}

const part = { container: "epp", image: "", replicas: 1, cpuRequest: null };
const FOUND: FoundGateway = {
  pool: "pool",
  router: {
    ...part,
    deployment: "epp",
    selector: "app=epp",
    metricsPort: 9090,
    verbosity: 4,
    tracing: true,
    words: [],
  },
  envoy: null,
  modelServers: {
    ...part,
    deployment: "servers",
    selector: "app=servers",
    container: "vllm",
    kind: "sim",
    port: 8000,
    adminPort: null,
    models: [],
  },
};

const QUIET = { verbosity: 2, withoutSpans: true, modelServers: { image: "wa:1", models: ["llama"] } };

test("router and model servers are changed, and afterwards everything is as it was", async () => {
  const deployments = ORIGINALS();
  const kubectl = storing(deployments);
  expect(await adapt(kubectl, FOUND, QUIET)).toEqual({
    router: "Deployment epp: --v=2 --tracing=false cpu request 300m",
    modelServers: "Deployment servers: model server wa:1 cpu request 100m",
  });
  const texts = deployments.map((each) => JSON.stringify(each.spec.template));
  expect(texts[0]).toContain('"args":["--v=2","--tracing=false"]');
  expect(texts[0]).toContain('"requests":{"cpu":"300m"}');
  expect(texts[1]).toContain("--models");
  expect(texts[1]).toContain('"requests":{"cpu":"100m"}');
  expect(deployments.map(({ metadata }) => ORIGINAL_TEMPLATE in metadata.annotations)).toEqual([true, true, false]);
  expect(await putBackAll(kubectl)).toEqual(["epp", "servers"]);
  expect(deployments).toEqual(ORIGINALS());
});

test("what is changed a second time keeps the original", async () => {
  const deployments = ORIGINALS();
  const kubectl = storing(deployments);
  await adapt(kubectl, FOUND, QUIET);
  await adapt(kubectl, FOUND, { verbosity: 5, withoutSpans: false, modelServers: null });
  expect(JSON.stringify(deployments[0]?.spec.template)).toContain('"args":["--v=5","--tracing=false"]');
  await putBackAll(kubectl);
  expect(deployments).toEqual(ORIGINALS());
});

test("what a run that was killed has left is put back by whoever comes next", async () => {
  const deployments = ORIGINALS();
  await adapt(storing(deployments), FOUND, { verbosity: 5, withoutSpans: false, modelServers: null });
  expect(deployments).not.toEqual(ORIGINALS());
  expect(await putBackAll(storing(deployments))).toEqual(["epp"]);
  expect(deployments).toEqual(ORIGINALS());
  expect(await putBackAll(storing(deployments))).toEqual([]);
});

test("Envoy's level is set through its admin page, and put back to what it was", async () => {
  let level = "trace";
  const asked: string[] = [];
  const admin = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    level = new URL(request.url ?? "", "http://x").searchParams.get("level") ?? level;
    response.end(`active loggers:\n  admin: ${level}\n  http: ${level}\n`);
  });
  await new Promise<void>((resolve) => admin.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = admin.address() as AddressInfo;
    const deployments = [deployment("envoy", { name: "envoy" })];
    const kubectl = storing(deployments, {
      pods: [{ name: "envoy-1", uid: "u1" }],
      onSpawn: (child) => void child.stdout.write(`Forwarding from 127.0.0.1:${port} -> 19000\n`),
    });
    const envoy = { ...part, deployment: "envoy", selector: "app=envoy", port: 8081, logLevel: "trace" };
    const found = { ...FOUND, router: null, modelServers: null, envoy };
    const quiet = { verbosity: 2, withoutSpans: true, modelServers: null };
    expect(await adapt(kubectl, found, quiet)).toEqual({ envoy: "Envoy's log level: trace -> warning" });
    expect(level).toBe("warning");
    // The level that is found now is ours.
    expect(await adapt(kubectl, found, quiet)).toEqual({});
    await putBackAll(kubectl);
    expect(level).toBe("trace");
    expect(deployments).toEqual([deployment("envoy", { name: "envoy" })]);
    expect(asked).toContain("POST /logging?level=warning");
  } finally {
    admin.closeAllConnections();
    admin.close();
  }
});
