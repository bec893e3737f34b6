import { expect, test } from "vitest";
import { takeInputs } from "./take-inputs.ts";

test("inputs are taken from the environment, and no secret is left in it", () => {
  const env = {
    PATH: "/bin",
    INPUT_SCENARIOS: " all ",
    INPUT_SEED: "",
    "INPUT_GITHUB-TOKEN": "ghs_1",
    "INPUT_ROUTER-METRICS-TOKEN": "m",
    INPUT_HEADER: "x-tenant: prod\nauthorization: Basic abc",
    ACTIONS_RUNTIME_TOKEN: "runtime",
  };
  const { texts, secrets, restore } = takeInputs(env);
  expect([...texts]).toEqual([
    ["scenarios", "all"],
    ["github-token", "ghs_1"],
    ["router-metrics-token", "m"],
    ["header", "x-tenant: prod\nauthorization: Basic abc"],
  ]);
  expect(secrets).toEqual(["ghs_1", "m", "Basic abc", "abc", "runtime"]);
  expect(env).toEqual({ PATH: "/bin", INPUT_SCENARIOS: " all ", INPUT_SEED: "" });
  restore();
  expect(env).toMatchObject({ ACTIONS_RUNTIME_TOKEN: "runtime" });
});
