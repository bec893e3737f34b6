import { expect, test } from "vitest";
import { parse } from "yaml";
import { configuredWorkflow } from "./configured-workflow.ts";

const of = (options: Readonly<Record<string, unknown>>) =>
  configuredWorkflow({
    name: "wa-routing.config.yaml",
    entries: Object.entries(options).map(([option, value]) => ({ option, value, place: "" })),
  });
const gateway = { "envoy-url": "http://gateway.example:8081" };

test("options become inputs of the action, and what is none is told", () => {
  const { environment, inputs, left } = of({
    ...gateway,
    scenario: ["basic-priority", "wait-time-boost"],
    trials: 8,
    "run-dir": "runs/one",
  });
  expect(environment).toBe("existing");
  expect(parse(inputs.join("\n"))).toEqual({
    ...gateway,
    scenarios: "basic-priority,wait-time-boost",
    trials: "8",
  });
  expect(left).toEqual(["run-dir"]);
});

test.each([
  ["a command with a comment's sign", { "router-log": "command:sh -c 'tail -F a.log # b: c'" }],
  ["a text like a number", { "model-server-url": "http://a:1", model: "12" }],
])("whatever is in a value, it is one line of YAML: %s", (_, options) => {
  const { inputs } = of({ ...gateway, ...options });
  expect(inputs.filter((line) => line.includes("\n"))).toEqual([]);
  expect(parse(inputs.join("\n"))).toEqual({ ...gateway, ...options });
});

test("several headers are lines of one input", () => {
  const { inputs } = of({ ...gateway, header: ["x-team: a", "x-user: b"] });
  expect(inputs).toHaveLength(2);
  expect(parse(inputs.join("\n"))).toMatchObject({ header: "x-team: a\nx-user: b" });
});

test("a token is taken from the repository's secrets, not from a file of this machine", () => {
  const { inputs } = of({ ...gateway, "bearer-token-file": "/home/me/token" });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression, which the runner evaluates
  expect(parse(inputs.join("\n"))).toMatchObject({ "bearer-token": "${{ secrets.BEARER_TOKEN }}" });
});

test.each([
  [{}, "embedded"],
  [{ trials: 3 }, "embedded"],
  [{ ordering: ["fcfs"] }, "embedded"],
  [{ namespace: "prod" }, "existing"],
  [{ epp: "fork", ordering: "workload-aware" }, "standalone"],
  [{ environment: "kind" }, "kind"],
])("%o means the environment %s", (options, environment) => {
  expect(of(options)).toMatchObject({ environment });
});

test("what names no gateway is refused", () => {
  expect(() => of({ "router-log": "epp.log" })).toThrow(expect.objectContaining({ code: "OPTION_MISSING" }));
  expect(() => of({ ...gateway, gate: "door" })).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
});
