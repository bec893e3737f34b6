import { expect, test } from "vitest";
import { nameOfLeg, readMatrix } from "./matrix.ts";

test.each([
  [undefined, []],
  ["null", []],
  ["{}", []],
  ['{"ordering":"fcfs","servers":2}', ["fcfs", "2"]],
  ['{"epp":{"name":"fork"},"debug":false}', ['{"name":"fork"}', "false"]],
])("the leg of %s is %j", (text, leg) => {
  expect(readMatrix(text)).toEqual(leg);
});

test.each(["fcfs", "[1]", "3"])("%s is no matrix", (text) => {
  expect(() => readMatrix(text)).toThrow(/the input matrix is .*\n {2}expected the job's matrix as JSON/);
});

test.each([
  [[], /^run$/],
  [["", "smoke-test"], /^run--smoke-test$/],
  [["smoke", "v1.31", "2", "step_2"], /^run--smoke--v1\.31--2--step_2$/],
  [["smoke", "a, b"], /^run--smoke--a-b--[\da-f]{8}$/],
])("of %j a name is made", (parts, name) => {
  expect(nameOfLeg("run", parts)).toMatch(name);
});

test("names that would read alike differ, and none is too long or has a character that artifacts cannot", () => {
  const long = "x".repeat(300);
  const legs = [["a/b"], ["a\\b"], ["a b"], ["a-b"], ["a", "b"], ["a--b"], ["-a-b"], [`${long}1`], [`${long}2`]];
  const names = legs.map((leg) => nameOfLeg("run", ["job", ...leg]));
  expect(new Set(names).size).toBe(legs.length);
  for (const name of names) expect(name).toMatch(/^[\w.-]{1,90}$/);
});
