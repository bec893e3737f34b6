import { expect, test } from "vitest";
import { processorShares } from "./processor-shares.ts";

test.each([
  [4000, 1, { epp: "500m", envoy: "200m", modelServer: "200m" }],
  [4000, 2, { epp: "500m", envoy: "200m", modelServer: "100m" }],
  [2000, 1, { epp: "312m", envoy: "125m", modelServer: "125m" }],
  [1000, 1, { epp: "50m", envoy: "20m", modelServer: "20m" }],
])("%i thousandths and %i model servers", (allocatable, modelServers, shares) => {
  expect(processorShares(allocatable, modelServers)).toEqual(shares);
});

test("two gateways and the cluster's own programs fit on a node of two processors", () => {
  const { epp, envoy, modelServer } = processorShares(2000, 1);
  const millis = (share: string) => Number.parseInt(share, 10);
  expect(2 * (millis(epp) + millis(envoy)) + millis(modelServer)).toBeLessThanOrEqual(1000);
});
