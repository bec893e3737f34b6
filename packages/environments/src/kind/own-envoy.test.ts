import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { madeUpKubectl } from "../kubernetes/made-up-kubectl.test-data.ts";
import { mendingOf } from "./own-envoy.ts";

const wanted = { deployments: [], inferencePool: null };

/** A gateway that answers with this status, and how one of ours before it is mended. */
async function mendingBefore(status: number) {
  const server = createServer((_, response) => response.writeHead(status).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const called: string[] = [];
  const kubectl: Kubectl = {
    ...madeUpKubectl({ pods: [] }),
    async run(args) {
      called.push(args.join(" "));
      return "";
    },
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { called, mending: mendingOf(kubectl, { envoy: "envoy-fcfs", url, wanted }) };
}

test("it is asked at its own address, and restarted by its own Deployment", async () => {
  const { mending, called } = await mendingBefore(200);
  await mending.answered();
  await mending.restartEnvoy?.();
  expect(called).toEqual(["rollout restart deployment/envoy-fcfs"]);
});

test("one that answers 500 is given up when the time is over that it is given", async () => {
  const { mending } = await mendingBefore(500);
  await expect(mending.answered(undefined, 50)).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringContaining("last saw 500"),
  });
});
