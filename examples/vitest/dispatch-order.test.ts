// Somebody's own test suite, in vitest: asserts that a gateway dispatches by criticality.
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectDispatchOrder, type RunningGateway, startEmbedded } from "wa-routing";

let gateway: RunningGateway;
beforeAll(async () => {
  // In your suite: connectGateway({ gatewayUrl, modelServerAdminUrls, routerMetricsUrl })
  gateway = await startEmbedded();
});
afterAll(() => gateway.close());

test("checkout goes before batch", async () => {
  const checklist = await expectDispatchOrder({
    gateway,
    workloads: [
      { id: "checkout", criticality: 5 },
      { id: "batch", criticality: 1 },
    ],
  });
  expect(checklist.verdict).toBe("pass");
}, 60_000);
