import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { DeployedGateway } from "./deployed-gateway.test-data.ts";
import { namespaceHost } from "./namespace-host.ts";
import { putBackNamespace } from "./put-back-namespace.ts";
import { recordedState } from "./recorded-cluster.test-data.ts";

vi.setConfig({ testTimeout: 90_000 }); // Each call of the stand-in is a process.
const pods = new DeployedGateway();

function deployed(states: Parameters<typeof pods.deploy>[0]) {
  const cluster = pods.deploy(states);
  const bundle = () => Promise.reject(new Error("no image is built here"));
  return {
    options: { cluster, adapt: { verbosity: 2, bundle } },
    isLocked: () => existsSync(join(dirname(cluster.program), "lease")),
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
