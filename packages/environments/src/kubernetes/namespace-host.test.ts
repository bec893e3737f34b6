import { existsSync } from "node:fs";
import { join } from "node:path";
import { startModelServer } from "@wa-routing/model-server";
import { startSimulator } from "@wa-routing/simulator";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { namespaceHost } from "./namespace-host.ts";
import { putBackNamespace } from "./put-back-namespace.ts";
import { type RecordedCluster, recordedCluster, recordedState } from "./recorded-cluster.test-data.ts";

vi.setConfig({ testTimeout: 90_000 }); // Each call of the stand-in is a process.
let modelServer: Awaited<ReturnType<typeof startModelServer>>;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  modelServer = await startModelServer({ models: ["fake-model"] });
  simulator = await startSimulator({ modelServerUrls: [modelServer.url] });
});
afterAll(async () => {
  await simulator.close();
  await modelServer.close();
});
let cluster: RecordedCluster | null = null;
afterEach(() => {
  cluster?.[Symbol.dispose]();
  cluster = null;
});

function deployed(states: Parameters<typeof recordedCluster>[0]) {
  const [gateway = 0, metrics = 0, serving = 0, admin = 0] = [
    simulator.url,
    simulator.metricsUrl,
    modelServer.url,
    modelServer.adminUrl,
  ].map((url) => Number(new URL(url).port));
  cluster = recordedCluster(states, { ports: { 8081: gateway, 9090: metrics, 8000: serving, 8100: admin } });
  const { folder } = cluster;
  const bundle = () => Promise.reject(new Error("no image is built here"));
  return {
    options: {
      cluster: { program: join(folder, "kubectl"), namespace: "inf-ext-e2e" },
      adapt: { verbosity: 2, bundle },
    },
    isLocked: () => existsSync(join(folder, "lease")),
  };
}

test("while one run changes a namespace no other does, nor puts anything back; afterwards they may", async () => {
  const { options, isLocked } = deployed(["healthy-ours"]);
  const [first, second] = [namespaceHost(), namespaceHost()];
  const gateway = await first.start({}, options);
  expect(gateway.description.router.adapted).toBe("nothing had to be changed");
  // Between two passes nobody else may come in.
  await gateway[Symbol.asyncDispose]();
  const held = {
    code: "NAMESPACE_LOCKED",
    message: expect.stringContaining(`is being changed by process ${process.pid} on`),
  };
  await expect(second.start({}, options)).rejects.toMatchObject(held);
  await expect(putBackNamespace(options.cluster)).rejects.toMatchObject(held);
  await second.end();
  expect(isLocked()).toBe(true);
  await first.end();
  expect(isLocked()).toBe(false);
  expect(await putBackNamespace(options.cluster)).toEqual([]);
  expect(isLocked()).toBe(false);
});

test("outside of a kind cluster of this host an image is asked for by name, and nothing stays locked", async () => {
  const healthy = recordedState("healthy-ours");
  const text = JSON.stringify(healthy.objects).replaceAll("wa-routing:dev", "llm-d-inference-sim:v0.6.1");
  const objects = JSON.parse(text.replaceAll('"serve","model-server"', '"a"')) as typeof healthy.objects;
  const { options, isLocked } = deployed([{ ...healthy, objects }]);
  const host = namespaceHost();
  await expect(host.start({}, options)).rejects.toMatchObject({
    code: "OPTION_MISSING",
    message: expect.stringMatching(/^--adapt needs --model-server-image: .*context recorded is no kind cluster/),
  });
  await host.end();
  expect(isLocked()).toBe(false);
  // Where something else is to hold the queue, the model servers stay.
  const gateway = await host.start({ gate: "blockers" }, options);
  expect(gateway.gate?.driver).toBe("blockers");
  await gateway[Symbol.asyncDispose]();
  await host.end();
});
