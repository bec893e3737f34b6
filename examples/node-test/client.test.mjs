// Somebody's own test suite, with Node's test runner: the client, and a dispatch order that must not be claimed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorkloadClient } from "@wa-routing/client";
import { expectDispatchOrder, startEmbedded } from "wa-routing";

test("a request with a workload context completes", async () => {
  const gateway = await startEmbedded();
  const client = createWorkloadClient({
    baseUrl: gateway.url,
    model: "fake-model",
    workload: { id: "checkout", criticality: 5 },
  });
  const record = await client.complete({ prompt: "Hello", maxTokens: 10 });
  assert.equal(record.outcome, "completed");
  assert.equal(record.completionTokens, 10);
  await client.close();
  await gateway.close();
});

test("a gateway that serves first come first served fails the assertion", async () => {
  const gateway = await startEmbedded({ ordering: "fcfs" });
  const workloads = [
    { id: "checkout", criticality: 5 },
    { id: "batch", criticality: 1 },
  ];
  await assert.rejects(expectDispatchOrder({ gateway, workloads }), { code: "DISPATCH_ORDER" });
  await gateway.close();
});
