import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forwards as forwardsTo } from "./forwarding-child.test-data.ts";
import { type MadeUpChild, type MadeUpCluster, madeUpKubectl } from "./made-up-kubectl.test-data.ts";
import { type PortForward, startPortForward } from "./port-forward.ts";

/** Answers with the name of the pod that it stands for. */
let podName = "";
const pods = createServer((_: IncomingMessage, response: ServerResponse) => response.end(podName));
let podPort = 0;
beforeEach(async () => {
  podName = "epp-1";
  pods.listen(0, "127.0.0.1");
  await once(pods, "listening");
  podPort = (pods.address() as AddressInfo).port;
});
let forward: PortForward | null = null;
afterEach(async () => {
  await forward?.[Symbol.asyncDispose]();
  forward = null;
  pods.closeAllConnections();
  await new Promise((resolve) => pods.close(resolve));
});

const forwards = (child: MadeUpChild) => forwardsTo(child, podPort);

async function answer(url: string): Promise<string> {
  const { body } = await request(url, { reset: true });
  return await body.text();
}

test("a forward that drops 20 times in 200 requests is taken up again each time, on the same port", {
  timeout: 60_000,
}, async () => {
  const kubectl = madeUpKubectl({ pods: [{ name: "epp-1", uid: "u1" }], onSpawn: forwards });
  forward = await startPortForward(kubectl, { pod: "epp-1", port: 8081 });
  const { url } = forward;
  const answers: string[] = [];
  let broken = 0;
  while (answers.length < 200) {
    if (answers.length % 10 === 5 && forward.drops() === Math.floor(answers.length / 10)) {
      const before = forward.drops();
      kubectl.children.at(-1)?.end(1);
      await expect.poll(() => forward?.drops()).toBe(before + 1);
    }
    try {
      answers.push(await answer(url));
    } catch {
      broken += 1; // Nobody listens for a moment: that request is the transport's loss, not the router's.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  expect(new Set(answers)).toEqual(new Set(["epp-1"]));
  expect(forward.drops()).toBe(20);
  expect(kubectl.children).toHaveLength(21);
  expect(kubectl.children.map(({ args }) => args.at(-1)).slice(1)).toEqual(
    Array.from({ length: 20 }, () => `${new URL(url).port}:8081`),
  );
  expect(broken).toBeLessThan(400);
  expect(forward.failure()).toBeNull();
});

test("when its pod is replaced it leads to the new one once that is ready, and says so", async () => {
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "u1" }], onSpawn: forwards };
  const kubectl = madeUpKubectl(cluster);
  const told: string[] = [];
  const target = { pod: "epp-1", port: 8081, selector: "app=epp", onOtherPod: (text: string) => void told.push(text) };
  forward = await startPortForward(kubectl, target);
  cluster.pods = [{ name: "epp-2", uid: "u2", ready: false }];
  podName = "epp-2";
  kubectl.children.at(-1)?.end(1);
  await expect.poll(() => forward?.drops()).toBe(1);
  expect(kubectl.children).toHaveLength(1);
  cluster.pods = [{ name: "epp-2", uid: "u2" }];
  await expect.poll(() => kubectl.children.length).toBe(2);
  await expect.poll(async () => await answer(forward?.url ?? "").catch(() => "")).toBe("epp-2");
  expect(forward.pod()).toBe("epp-2");
  expect(told).toEqual([expect.stringMatching(/^port \d+ reached pod epp-1, and now reaches epp-2$/)]);
});

test("of two forwards to pods of one kind, none ever leads to the other's pod", async () => {
  const cluster: MadeUpCluster = {
    pods: [
      { name: "m-1", uid: "u1" },
      { name: "m-2", uid: "u2" },
    ],
    onSpawn: forwards,
  };
  const kubectl = madeUpKubectl(cluster);
  const reached = new Set<string>();
  const target = { port: 8000, selector: "app=m", reached };
  forward = await startPortForward(kubectl, { ...target, pod: "m-1" });
  await using other = await startPortForward(kubectl, { ...target, pod: "m-2" });
  cluster.pods = [
    { name: "m-2", uid: "u2" },
    { name: "m-3", uid: "u3" },
  ];
  kubectl.children[0]?.end(1);
  await expect.poll(() => forward?.pod()).toBe("m-3");
  expect(other.pod()).toBe("m-2");
  expect([...reached].toSorted()).toEqual(["m-2", "m-3"]);
});

test("a forward that does not come about is an error, in kubectl's words", async () => {
  const onSpawn = (child: MadeUpChild) => {
    child.stderr.write("error: unable to forward port because pod is not running. Current status=Pending\n");
    setImmediate(() => child.end(1));
  };
  const kubectl = madeUpKubectl({ pods: [{ name: "epp-1", uid: "u1" }], onSpawn });
  await expect(startPortForward(kubectl, { pod: "epp-1", port: 1 })).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(
      /port-forward --address 127.0.0.1 pod\/epp-1 :1 did not come to listen: .*=Pending$/,
    ),
  });
});
