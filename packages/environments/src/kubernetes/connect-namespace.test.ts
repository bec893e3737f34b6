import { createServer, type Server } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { expect, test, vi } from "vitest";
import { connectNamespace } from "./connect-namespace.ts";
import { DeployedGateway } from "./deployed-gateway.test-data.ts";
import { recordedState } from "./recorded-cluster.test-data.ts";

vi.setConfig({ testTimeout: 90_000 }); // Each call of the stand-in is a process.
const pods = new DeployedGateway();

test("by a namespace alone everything is found, forwarded and connected", async () => {
  await using gateway = await connectNamespace({}, { cluster: pods.deploy(["healthy-ours"]) });
  expect(gateway.url).toBe(`http://127.0.0.1:${new URL(pods.simulator.url).port}`);
  expect(gateway.description).toMatchObject({
    environment: "existing",
    model: "fake-model",
    gate: "model-server",
    witnesses: { routerLog: true, arrivals: true, routerMetrics: true },
    sharedClock: true,
    router: {
      namespace: "inf-ext-e2e",
      context: "recorded",
      pool: "vllm-llama3-8b-instruct",
      image: "wa-routing-epp:dev",
      verbosity: "2",
    },
  });
  expect(gateway.description.lacks).toBeUndefined();
  expect(gateway.description.router).toMatchObject({ flavour: "reference", version: "dev" });
  await gateway.gate?.close();
  await gateway.gate?.open();
  const selectors = pods.cluster?.calls().filter((call) => call.includes("port-forward"));
  expect(selectors?.map((call) => call.split(" ").at(-1)).toSorted()).toEqual([":8000", ":8081", ":8100", ":9090"]);
  // Every call says which cluster is meant.
  expect(
    pods.cluster?.calls().filter((call) => !call.includes("--context recorded") && !call.includes("config")),
  ).toEqual([]);
});

test("what the router said first tells which it is", async () => {
  const healthy = recordedState("healthy-ours");
  const current = 'msg="wa-routing epp build" build-ref=v1.2.3 config="OrderingPolicyRef: fcfs-ordering-policy"\n';
  await using gateway = await connectNamespace({}, { cluster: pods.deploy([{ ...healthy, logs: { current } }]) });
  expect(gateway.description.router).toMatchObject({
    name: "reference endpoint picker",
    flavour: "reference",
    version: "v1.2.3",
    ordering: "fcfs",
  });
});

test.each([
  ["sim-admin", [":8000", ":8000", ":8081", ":9090"]],
  ["blockers", [":8000", ":8081", ":9090"]],
] as const)(
  "the gate %s holds model servers that are not ours, through forwards of its own",
  async (gate, forwarded) => {
    const healthy = recordedState("healthy-ours");
    const objects = JSON.parse(
      JSON.stringify(healthy.objects).replaceAll("wa-routing:dev", "sim:1").replaceAll('"serve","model-server"', '"a"'),
    ) as typeof healthy.objects;
    await using gateway = await connectNamespace({ gate }, { cluster: pods.deploy([{ ...healthy, objects }]) });
    expect(gateway.gate?.driver).toBe(gate);
    const calls = pods.cluster?.calls().filter((call) => call.includes("port-forward"));
    expect(calls?.map((call) => call.split(" ").at(-1)).toSorted()).toEqual(forwarded);
    expect(gateway.description.lacks).toEqual([
      expect.objectContaining({ what: expect.stringMatching(/lists no arrivals/) }),
    ]);
  },
);

test("a forward to what speaks HTTP/2 gets one connection, so that requests keep the order of their sending", async () => {
  const { port } = new URL(pods.simulator.url);
  const http2 = createHttp2Server();
  // As Envoy does, it tells by the first bytes which of the two is spoken.
  const both = createTcpServer((socket) => {
    socket
      .on("error", () => undefined)
      .once("data", (first: Buffer) => {
        socket.pause().unshift(first);
        if (first.toString("latin1").startsWith("PRI * HTTP/2.0")) return void http2.emit("connection", socket);
        socket.pipe(connect(Number(port), "127.0.0.1").on("error", () => socket.destroy())).pipe(socket);
      });
  });
  await new Promise<void>((resolve) => both.listen(0, "127.0.0.1", resolve));
  const ports = { 8081: (both.address() as AddressInfo).port };
  {
    await using gateway = await connectNamespace({}, { cluster: pods.deploy(["healthy-ours"], { ports }) });
    expect(gateway.address.oneConnection).toBe(true);
    expect(gateway.description.router).toMatchObject({ connection: "one, by HTTP/2" });
  }
  both.close();
  await using plain = await connectNamespace({}, { cluster: pods.deploy(["healthy-ours"]) });
  expect(plain.address.oneConnection).toBeUndefined();
  expect(plain.description.router).not.toHaveProperty("connection");
});

test("an address in the cluster is forwarded, too", async () => {
  const gatewayUrl = "http://envoy.inf-ext-e2e.svc:8081";
  await using gateway = await connectNamespace({ gatewayUrl }, { cluster: pods.deploy(["healthy-ours"]) });
  expect(gateway.url).toBe(`http://127.0.0.1:${new URL(pods.simulator.url).port}`);
});

test("an address in another namespace is refused", async () => {
  const gatewayUrl = "http://envoy.prod.svc:8081";
  const connecting = connectNamespace({ gatewayUrl }, { cluster: pods.deploy(["healthy-ours"]) });
  await expect(connecting).rejects.toThrow("--envoy-url names the namespace prod, and --namespace inf-ext-e2e");
});

test("what is given by address is not looked for", async () => {
  const routerMetricsUrl = pods.simulator.metricsUrl;
  await using gateway = await connectNamespace(
    { gatewayUrl: pods.simulator.url, routerMetricsUrl },
    { cluster: pods.deploy(["healthy-ours"]) },
  );
  expect(gateway.url).toBe(pods.simulator.url);
  const forwarded = pods.cluster?.calls().filter((call) => call.includes("port-forward"));
  expect(forwarded?.map((call) => call.split(" ").at(-1)).toSorted()).toEqual([":8000", ":8100"]);
});

test("what is not whole is named, and nothing is forwarded", async () => {
  const connecting = connectNamespace({}, { cluster: pods.deploy(["wrong-image-only"]) });
  await expect(connecting).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(/ImagePullBackOff/),
  });
  expect(pods.cluster?.calls().filter((call) => call.includes("port-forward"))).toEqual([]);
});

test("waiting bears what mends by itself", { timeout: 30_000 }, async () => {
  const states = ["wrong-image-only", "wrong-image-only", "wrong-image-only", "wrong-image-only", "healthy-ours"];
  await using gateway = await connectNamespace({}, { cluster: pods.deploy(states), waitMs: 60_000 });
  expect(gateway.description.gate).toBe("model-server");
});

test("without an Envoy, that is said", async () => {
  const healthy = recordedState("healthy-ours");
  const isEnvoy = (object: object) => JSON.stringify(object).includes('"name":"envoy"');
  const connecting = connectNamespace(
    {},
    { cluster: pods.deploy([{ ...healthy, objects: healthy.objects.filter((object) => !isEnvoy(object)) }]) },
  );
  await expect(connecting).rejects.toMatchObject({
    code: "GATEWAY_NOT_FOUND",
    remedy: expect.stringMatching(/give --envoy-url, or look: .*--namespace inf-ext-e2e get deployments/),
  });
});

test("a pod that is replaced while it is watched is a loss", async () => {
  const healthy = recordedState("healthy-ours");
  const logged = { ...healthy, logs: { current: "2026-11-26T04:00:00.1Z one\n" } };
  await using gateway = await connectNamespace({}, { cluster: pods.deploy([logged]) });
  const losses: string[] = [];
  const watch = await gateway.watch({
    onArrivals: () => undefined,
    onLogChunk: () => undefined,
    onLoss: ({ text }) => void losses.push(text),
  });
  const objects = JSON.parse(JSON.stringify(healthy.objects).replaceAll("qjhmq", "other")) as {
    kind: string;
    metadata: { uid: string };
  }[];
  for (const { kind, metadata } of objects) if (kind === "Pod") metadata.uid = `${metadata.uid}-new`;
  pods.cluster?.becomes({ ...logged, objects });
  await watch.stop();
  expect(losses).toContainEqual(
    expect.stringMatching(/^pod vllm-llama3-8b-instruct-epp-7655bc88f-qjhmq was replaced by .*-other during the run$/),
  );
});

test("a router's metrics that ask for a token get the one of the secret that is made for that", async () => {
  const asked: (string | undefined)[] = [];
  const guarded: Server = createServer((message, response) => {
    asked.push(message.headers.authorization);
    response.writeHead(message.headers.authorization === "Bearer s3cret" ? 200 : 401).end("");
  });
  await new Promise<void>((resolve) => guarded.listen(0, "127.0.0.1", resolve));
  try {
    const secret = { metadata: { name: "inference-gateway-sa-metrics-reader-secret" }, data: { token: "czNjcmV0" } };
    const named = pods.deploy(["healthy-ours"], {
      ports: { 9090: (guarded.address() as AddressInfo).port },
      secrets: [{ metadata: { name: "other" }, data: {} }, secret],
    });
    await using gateway = await connectNamespace({}, { cluster: named });
    expect(gateway.description.witnesses.routerMetrics).toBe(true);
    expect(asked).toEqual([undefined, "Bearer s3cret"]);
    expect(pods.cluster?.calls().join("\n")).not.toContain("s3cret");
  } finally {
    guarded.close();
  }
});
