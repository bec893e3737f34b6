import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { createWorkloadClient } from "@wa-routing/client";
import { startModelServer } from "@wa-routing/model-server";
import type { ArrivalRecord, Loss } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { followArrivals } from "../arrivals-feed.ts";
import { forwards } from "../kubernetes/forwarding-child.test-data.ts";
import { madeUpKubectl } from "../kubernetes/made-up-kubectl.test-data.ts";
import { clusterAccess } from "./cluster-access.ts";

const EPP = { selector: "app=epp", container: "epp" };
const pods = [{ name: "epp-1", uid: "u1" }];

test("a port that the cluster publishes is taken; nothing is forwarded", async () => {
  const kubectl = madeUpKubectl({ pods });
  await using access = clusterAccess({ hostPorts: new Map([[30080, 45678]]) }, kubectl);
  expect(await access.url({ ...EPP, port: 8081, nodePort: 30080 })).toBe("http://127.0.0.1:45678");
  expect(kubectl.children).toEqual([]);
  expect(await access.wayTo("http://127.0.0.1:45678")).toEqual({});
});

test("a gateway that speaks HTTP/2 gets its requests on one connection while a forward leads to it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const kubectl = madeUpKubectl({ pods, onSpawn: (child) => forwards(child) });
  await using access = clusterAccess({ hostPorts: new Map([[30090, port]]) }, kubectl);
  const forwarded = await access.url({ ...EPP, port, nodePort: 30080 });
  expect(await access.wayTo(forwarded)).toEqual({ oneConnection: true });
  expect(await access.wayTo(await access.url({ ...EPP, port, nodePort: 30090 }))).toEqual({});
  await access.release([forwarded]);
  expect(await access.wayTo(forwarded)).toEqual({});
  server.close();
});

test("what is let go of, and what ends, is forwarded no more", async () => {
  const kubectl = madeUpKubectl({ pods, onSpawn: (child) => forwards(child) });
  const access = clusterAccess({ hostPorts: new Map() }, kubectl);
  const one = await access.url({ ...EPP, port: 1, nodePort: 30080 });
  await access.url({ ...EPP, port: 2, nodePort: 30090 });
  await access.release([one]);
  expect(await kubectl.children[0]?.ended).toEqual({ exitCode: null, stopped: true });
  await access[Symbol.asyncDispose]();
  expect(await kubectl.children[1]?.ended).toEqual({ exitCode: null, stopped: true });
});

test("forwards that drop 20 times in 200 requests: what breaks is labelled transport, and each arrival is seen once", {
  timeout: 120_000,
}, async () => {
  await using server = await startModelServer({ ttftMs: 0, models: ["m"] });
  const kubectl = madeUpKubectl({ pods, onSpawn: (child) => forwards(child) });
  await using access = clusterAccess({ hostPorts: new Map() }, kubectl);
  const portOf = (url: string) => Number(new URL(url).port);
  const baseUrl = await access.url({ ...EPP, port: portOf(server.url), nodePort: 30100 });
  const adminUrl = await access.url({ ...EPP, port: portOf(server.adminUrl), nodePort: 30101 });
  const arrivals: ArrivalRecord[] = [];
  const losses: Loss[] = [];
  const feed = await followArrivals(
    { url: adminUrl },
    {
      onArrivals: (records) => arrivals.push(...records),
      onLoss: (loss) => losses.push(loss),
      onLogChunk: () => undefined,
    },
  );
  const client = createWorkloadClient({ baseUrl, model: "m" });
  const outcomes: Record<string, number> = {};
  let drops = 0;
  for (let count = 0; count < 200; count += 1) {
    const sent = client.complete({ prompt: "Hello", maxTokens: 1 });
    if (count % 10 === 5) {
      drops += 1;
      // Both at once: what carries requests, and what carries arrivals.
      for (const child of kubectl.children.slice(-2)) child.end(1);
    }
    const { outcome } = await sent;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  await client.close();
  const { completed = 0, transport = 0 } = outcomes;
  expect(drops).toBe(20);
  expect(completed + transport).toBe(200);
  expect(completed).toBeGreaterThanOrEqual(100);
  expect(access.failure()).toBeNull();
  await expect.poll(() => arrivals.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(completed);
  await feed.stop();
  const sequences = arrivals.map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
  expect(losses).toEqual([]);
});
