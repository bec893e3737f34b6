import { expect, test } from "vitest";
import { readInputs } from "./read-inputs.ts";

const CASES: readonly (readonly [Record<string, string>, RegExp])[] = [
  [{ environment: "cluster" }, /input environment is "cluster".*expected one of embedded, existing, standalone/s],
  [{ mode: "both" }, /input mode is "both".*expected one of run, report/s],
  [{ comment: "maybe" }, /input comment is "maybe".*expected one of always, changes, problems, never/s],
  [{ "pr-number": "0" }, /input pr-number is "0".*expected a whole number of 1 or more/s],
  [{ timeout: "0" }, /input timeout is "0".*expected a number of/s],
  [{ matrix: "fcfs" }, /input matrix is "fcfs".*expected the job's matrix as JSON/s],
  [{ "artifact-name": "a/b" }, /input artifact-name is "a\/b"/],
  [{ seed: "x" }, /input seed is "x".*expected a whole number/s],
  [{ trials: "0" }, /input trials is "0".*expected a whole number of 1 or more/s],
  [{ trials: "999999" }, /input trials is 999999/],
  [{ "fail-on": "pass" }, /input fail-on is "pass".*expected one of fail, inconclusive, never/s],
  [{ "fail-on-regression": "yes" }, /input fail-on-regression is "yes".*expected true or false/s],
  [{ baseline: "none", "fail-on-regression": "true" }, /the input fail-on-regression true would do nothing/],
  [{ model: "m" }, /the input model belongs to .*needs the input envoy-url/],
  [{ environment: "embedded", gate: "none" }, /the input gate belongs to the environment existing/],
  [{ "envoy-url": "nowhere" }, /the input envoy-url is "nowhere"/],
  [{ "envoy-url": "http://127.0.0.1:9", "router-log": "-" }, /an action has no standard input/],
  [{ ordering: "fcfs", policy: "fcfs" }, /the input policy is another name of the input ordering/],
  [{ "router-metrics-token": "s3cret" }, /the input router-metrics-token belongs to/],
  [{ ordering: "lifo" }, /the input ordering: there is no "lifo"/],
  [{ scenarios: "nonsense" }, /there is no scenario "nonsense"/],
  [{ environment: "existing" }, /needs the input envoy-url/],
  [{ mode: "report", "envoy-url": "http://127.0.0.1:9", trials: "2" }, /trials, envoy-url would do nothing/],
  [{ scenario: "all" }, /there is no input scenario\n.*INPUT_SCENARIO/],
];

test.each(CASES)("wrong: %j", (inputs, says) => {
  const reading = readInputs(new Map(Object.entries(inputs)));
  expect(reading).toEqual({ reading: "wrong", problems: [expect.stringMatching(says)] });
  expect(JSON.stringify(reading)).not.toMatch(/--[a-z]/);
});

test("of right inputs each is read", () => {
  const texts = {
    ...{
      scenarios: "basic-priority,overhead",
      seed: "7",
      trials: "3",
      timeout: "1.5",
      "run-dir": "d",
      matrix: '{"a":1}',
    },
    ...{ comment: "changes", "comment-key": "k", "pr-number": "12", "github-token": "t", "fail-on": "never" },
  };
  const reading = readInputs(new Map(Object.entries(texts)));
  expect(reading).toMatchObject({
    inputs: {
      ...{ failOn: "never", comment: "changes", commentKey: "k", pullRequest: 12, token: "t", leg: ["1"] },
      ...{ timeoutMs: 90_000, runDir: "d", artifactName: "wa-routing-run" },
      run: { seed: 7, scenarios: [{ name: "basic-priority" }, { name: "overhead" }], gateways: [{ ordering: null }] },
    },
  });
});

test("what is not given has its default, and mode report runs nothing", () => {
  expect(readInputs(new Map())).toMatchObject({
    inputs: { failOn: "inconclusive", comment: "always", pullRequest: null, token: null, leg: [], timeoutMs: null },
  });
  expect(readInputs(new Map([["mode", "report"]]))).toMatchObject({ inputs: { run: null } });
});

test.each([
  [undefined, { baseline: "artifact", name: null }],
  ["auto", { baseline: "artifact", name: null }],
  ["wa-routing-run--smoke", { baseline: "artifact", name: "wa-routing-run--smoke" }],
  ["./base", { baseline: "folder", path: "./base" }],
  ["none", { baseline: "none" }],
])("baseline %s", (text, baseline) => {
  const texts = new Map(text === undefined ? [] : [["baseline", text]]);
  expect(readInputs(texts)).toMatchObject({ inputs: { baseline, failOnRegression: false } });
});
