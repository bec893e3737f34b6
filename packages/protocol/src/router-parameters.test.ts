import { expect, test } from "vitest";
import {
  changedParameters,
  DEFAULT_ROUTER_PARAMETERS,
  ROUTER_PARAMETERS,
  routerParametersSchema,
  writeParameters,
} from "./router-parameters.ts";

test("are written as a command line takes them, all or those that are not the defaults", () => {
  const parameters = { ...DEFAULT_ROUTER_PARAMETERS, waitWeight: 0.2, maxRatePerSecond: 50 };
  expect(writeParameters(changedParameters(parameters))).toBe("wait-weight=0.2,max-rate-per-second=50");
  expect(writeParameters(parameters).split(",")).toHaveLength(ROUTER_PARAMETERS.length);
  expect(writeParameters(changedParameters(DEFAULT_ROUTER_PARAMETERS))).toBe("");
});

test.each([
  [{ waitWeight: 0, criticalityWeight: 0, rateWeight: 0 }, /all weights are 0/],
  [{ waitWeight: -0.1 }, />=0/],
  [{ emaAlpha: 0 }, />0/],
  [{ emaAlpha: 1.1 }, /<=1/],
  [{ rateWindowSeconds: 0 }, />0/],
  [{ maxWaitSeconds: Number.POSITIVE_INFINITY }, /number/],
])("%j is no router's", (change, message) => {
  const read = routerParametersSchema.safeParse({ ...DEFAULT_ROUTER_PARAMETERS, ...change });
  expect(read.error?.issues.map((issue) => issue.message).join()).toMatch(message);
});
