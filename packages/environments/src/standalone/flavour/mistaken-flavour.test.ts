import { expect, test } from "vitest";
import { mistakenFlavour } from "./mistaken-flavour.ts";

// Words of the pickers themselves: llm-d-router ebab687, the fork, ours.
const REST_CONFIG = '{"level":"error","logger":"setup","msg":"Failed to get Kubernetes rest config","error":"invalid"}';
const NOT_REGISTERED =
  "failed to load the configuration - plugin type 'workload-aware-ordering-policy' is not registered";

test.each([
  ["reference", "unknown flag: --endpoints-file", /does not know the flag.*try .*--epp llm-d-router or --epp fork$/],
  ["reference", REST_CONFIG, /wants a Kubernetes API.*--epp fork$/],
  ["llm-d-router", REST_CONFIG, /no picker of the kind --epp llm-d-router; try the same program with --epp fork$/],
  ["fork", NOT_REGISTERED, /lacks a plugin.*--epp llm-d-router or --epp reference$/],
] as const)("a program given as --epp %s that says %j", (flavour, words, says) => {
  expect(mistakenFlavour(flavour, words)).toMatch(says);
});

test.each([
  ["fork", REST_CONFIG],
  ["reference", "panic: runtime error"],
] as const)("one given as --epp %s that says %j is not said to be another", (flavour, words) => {
  expect(mistakenFlavour(flavour, words)).toBeNull();
});
