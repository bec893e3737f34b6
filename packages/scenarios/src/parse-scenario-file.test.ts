import { isWaRoutingError } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { catalogue, findScenario } from "./catalogue.ts";
import { parseScenarioFile } from "./parse-scenario-file.ts";

const good = structuredClone(findScenario("basic-priority")) as Record<string, unknown>;

/** The message that a file gives, or "valid". Anything but a WaRoutingError is a defect. */
function messageOf(text: string): string {
  try {
    parseScenarioFile(text, { fileName: "s.yaml" });
    return "valid";
  } catch (error) {
    if (!isWaRoutingError(error)) throw error;
    expect(error.code).toBe("SCENARIO_INVALID");
    return error.message;
  }
}

/** The good scenario with something else at a path. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const copy = structuredClone(good);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return stringify(copy);
}

test.each(catalogue.map(({ name }) => name))("%s survives YAML and JSON", (name) => {
  const scenario = findScenario(name);
  expect(parseScenarioFile(stringify(scenario), { fileName: "s.yaml" })).toEqual(scenario);
  expect(parseScenarioFile(JSON.stringify(scenario), { fileName: "s.json" })).toEqual(scenario);
});

test.each([
  ["only baselines that not every environment has", "caller", ["fcfs"], /name one without a route too/],
  ["a measured workload that avoids the gateway", "direct", ["plain"], /goes through the gateway/],
])("%s", (_, workload, baselines, expected) => {
  const scenario = {
    ...findScenario("overhead"),
    expectations: [{ check: "performance.overhead", workload, baselines }],
  };
  expect(messageOf(stringify(scenario))).toMatch(expected);
});

test("$schema is accepted", () => {
  expect(messageOf(changed(["$schema"], "./scenario.json"))).toBe("valid");
});

describe("one mistake, one message that names place, value and what was expected", () => {
  test.each([
    [
      "a key with a typing error",
      ["claimm"],
      "x",
      /s\.yaml:\d+:1 claimm unknown key "claimm" \(did you mean "claim"\?\)/,
    ],
    ["a missing claim", ["claim"], undefined, /claim is missing, expected a text/],
    ["a criticality of 6", ["workloads", "low", "criticality"], 6, /workloads\.low\.criticality found 6, expected/],
    ["a criticality as text", ["workloads", "low", "criticality"], "5", /found "5", expected one of 1, 2, 3, 4, 5/],
    [
      "an unknown step",
      ["steps", 0, "step"],
      "hlod",
      /steps\[0\]\.step found "hlod", expected one of .*\(did you mean "hold"\?\)/,
    ],
    [
      "an unknown process",
      ["steps", 1, "streams", 0, "arrivals", "process"],
      "steady",
      /process found "steady", expected one of burst, constant/,
    ],
    [
      "an unknown check",
      ["expectations", 0, "check"],
      "functional.order",
      /expectations\[0\]\.check found "functional.order"/,
    ],
    ["an unknown header kind", ["workloads", "low", "header"], "contxt", /did you mean "context"/],
    ["a negative pause", ["prepare", 9, "ms"], -1, /prepare\[9\].ms found -1, expected at least 1/],
    ["a rate of zero", ["steps", 1, "streams", 0, "arrivals", "ratePerSecond"], 0, /ratePerSecond found 0/],
    [
      "a fractional count",
      ["steps", 1, "streams", 0, "arrivals", "count"],
      1.5,
      /count found 1\.5, expected an integer/,
    ],
    ["a name with capitals", ["name"], "Basic", /name found "Basic", expected lower-case words/],
    ["no steps", ["steps"], [], /steps found a list, expected at least 1 item/],
    [
      "a workload that is not there",
      ["steps", 1, "streams", 0, "workload"],
      "lwo",
      /there is no workload "lwo"; there are low, medium, high/,
    ],
    [
      "a precedence of one workload with itself",
      ["expectations", 0, "precedences", 0, "second"],
      "high",
      /inside one workload a router promises no order/,
    ],
    ["a hold without a release", ["steps", 7], { step: "pause", ms: 1 }, /every hold needs a release/],
    ["no drain", ["steps", 8], { step: "pause", ms: 1 }, /a send needs a drain after it/],
    ["a barrier without a hold", ["steps", 0], { step: "pause", ms: 1 }, /barrier needs a hold before it/],
    ["fresh ids", ["prepare"], [], /is judged for order but is fresh/],
    ["a window that is crossed", ["prepare", 9, "ms"], 60_000, /60 s rate window/],
    [
      "sampling that nothing decides",
      ["sampling"],
      { sampling: "until-decided", minTrialsPerArm: 1, maxTrialsPerArm: 2 },
      /until-decided needs/,
    ],
    [
      "overhead against itself",
      ["expectations", 0],
      { check: "performance.overhead", workload: "low", baselines: ["low"] },
      /overhead is a difference/,
    ],
    [
      "a route in a scenario that holds the queue",
      ["workloads", "low", "route"],
      "fcfs",
      /workloads\.low\.route.*never wait in the router under test/s,
    ],
    [
      "a header that the client sets itself",
      ["workloads", "low", "headers"],
      { "x-request-id": "1" },
      /workloads\.low\.headers\.x-request-id is no name: expected a header that the client does not set itself/,
    ],
    ["a header with capitals", ["workloads", "low", "headers"], { "X-Slo": "1" }, /the lower-case name of a header/],
    ["a header of two lines", ["workloads", "low", "headers"], { a: "1\n2" }, /headers\.a found "1\\n2", expected/],
    ["a header that is a number", ["workloads", "low", "headers"], { a: 1 }, /headers\.a found 1, expected a text/],
    ["a route that there is not", ["workloads", "low", "route"], "fast", /direct.*fcfs/],
  ] as const)("%s", (_name, path, value, expected) => {
    expect(messageOf(changed(path, value))).toMatch(expected);
  });
});

test("all mistakes are told at once, each with its line", () => {
  const message = messageOf(
    "name: Bad Name\nclaim: 3\nworkloads:\n  a: { header: nope }\nsteps:\n  - { step: sned }\n",
  );
  expect(message).toMatch(/^s\.yaml:1:1 name /m);
  expect(message).toMatch(/^s\.yaml:2:1 claim found 3, expected a text$/m);
  expect(message).toMatch(/^s\.yaml:4:8 workloads\.a\.header /m);
  expect(message).toMatch(/^s\.yaml:6:7 steps\[0\]\.step /m);
});

// Files that are damaged, hostile, or something else altogether.
const values: unknown[] = [null, true, 0, -1, 1e308, "", "x", [], [[]], {}, { a: 1 }];
const fields = ["name", "workloads", "control", "sampling", "request", "prepare", "steps", "expectations"];
const hostile = [
  "",
  " ",
  "\n\n",
  "---",
  "--- \n--- \n",
  "null",
  "true",
  "3",
  "scenarios: 3",
  "- a\n- b",
  '"text"',
  "[",
  "{",
  "a: b: c",
  "a: [1, 2",
  "\tname: x",
  "name: x\nname: y",
  "&a [*a]",
  "a: &a [*a, *a]",
  `a: &a [x]\nb: [${"*a,".repeat(500)}]`,
  "!!js/function 'x'",
  "? {a: b}\n: c",
  "a: !unknown b",
  "\u0000binary",
  "\ufeff",
  "%YAML 9.9\n---\na: 1",
  "{".repeat(2000),
  "[".repeat(2000),
  "x: ".repeat(300),
  `name: ${"x".repeat(2_000_000)}`,
  "__proto__: {polluted: true}",
  "constructor: {prototype: {polluted: true}}",
  '{"__proto__": {"polluted": true}}',
  "<<: *missing",
  "a: *missing",
  ...fields.flatMap((field) =>
    values
      .filter(
        (value) =>
          !(
            field !== "name" &&
            Array.isArray(value) &&
            value.length === 0 &&
            field !== "steps" &&
            field !== "workloads"
          ),
      )
      .map((value) => changed([field], value)),
  ),
];

test(`${hostile.length} hostile files: each gives one clear error, and none is fatal`, () => {
  const messages = hostile.map((text) => ({ text, message: messageOf(text) }));
  const refused = messages.filter(({ message }) => message !== "valid");
  expect(refused.length).toBeGreaterThanOrEqual(100);
  for (const { text, message } of refused) {
    expect(message, text.slice(0, 80)).toMatch(/^s\.yaml:\d+:\d+ \S/);
    expect(message).not.toMatch(/undefined|\[object Object\]|TypeError|\n\s+at /);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
