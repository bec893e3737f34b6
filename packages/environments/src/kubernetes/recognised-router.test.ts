import { expect, test } from "vitest";
import { recognise } from "./recognised-router.ts";

// First words of the pickers themselves, in a pod: ours, the fork at -v 4, llm-d-router ebab687.
const OURS = `{"level":"info","logger":"setup","msg":"wa-routing epp build","commit-sha":"","build-ref":""}
{"level":"info","msg":"Flags processed","flags":{"endpoints-file":"","pool-name":"vllm","v":2}}
{"level":"info","msg":"Loaded raw configuration","config":"{FlowControl: {DefaultPriorityBand: {Priority: 0, OrderingPolicyRef: workload-aware-ordering-policy}, PriorityBands: [{Priority: 0, OrderingPolicyRef: workload-aware-ordering-policy}]}}"}
`;
const FORK = `{"level":"info","logger":"setup.trace","caller":"common/telemetry.go:131","msg":"init OTel trace exporter","type":"console"}
{"level":"info","caller":"loader/configloader.go:63","msg":"Loaded raw configuration","config":"{FeatureGates: {flowControl}, Plugins: [{workload-aware-ordering-policy/workload-aware-ordering-policy}]}"}
{"level":"info","logger":"setup","caller":"runner/runner.go:243","msg":"WorkloadRegistry injection complete","staticBands":0,"hasDefaultTemplate":true}
`;
const LLM_D = `{"level":"info","logger":"setup","msg":"GIE build","commit-sha":"ebab687","build-ref":"v0.8.0"}
{"level":"info","logger":"setup","msg":"Flags processed","flags":{"allow-experimental-plugins":false,"pool-name":"a"}}
`;
const UPSTREAM = LLM_D.replace(/"allow-experimental-plugins":false,/, "");

test.each([
  ["ours", OURS, ["reference", "dev", "workload-aware"]],
  ["ours with another order", OURS.replaceAll("workload-aware-", "fcfs-"), ["reference", "dev", "fcfs"]],
  ["ours whose bands differ", OURS.replace("workload-aware-", "fcfs-"), ["reference", "dev", null]],
  ["the fork", FORK, ["fork", "dev", "workload-aware"]],
  ["llm-d-router", LLM_D, ["llm-d-router", "v0.8.0", null]],
  ["upstream's", UPSTREAM, [null, "v0.8.0", null]],
  ["one that says only its commit", UPSTREAM.replace("v0.8.0", ""), [null, "ebab687", null]],
  ["one in logfmt", 'msg="wa-routing epp build" build-ref=v1.2.3', ["reference", "v1.2.3", null]],
  [
    "one whose first words were rotated away",
    '{"level":"Level(-4)","msg":"LLM request assembled"}',
    [null, "dev", null],
  ],
])("by its words: %s", (_, log, [flavour, version, ordering]) => {
  expect(recognise({ words: [], image: "registry.test:5000/epp:dev" }, log)).toEqual({ flavour, version, ordering });
});

test.each([
  ["a flag of ours", ["/epp", "--endpoints-file=/x"], "epp", "reference"],
  ["a flag of llm-d-router", ["--allow-experimental-plugins"], "epp", "llm-d-router"],
  ["our image", [], "ghcr.io/org/wa-routing-epp:1.2.3", "reference"],
  ["the image that environment kind makes", [], "wa-routing/epp:57e8d79519cc", "reference"],
  ["llm-d-router's image", [], "ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.8.0", "llm-d-router"],
  ["our model server's image", [], "wa-routing/model-server:1", null],
  [
    "upstream's image, which is the fork's, too",
    [],
    "registry.k8s.io/gateway-api-inference-extension/epp:v1.2.0",
    null,
  ],
])("without words: %s", (_, words, image, flavour) => {
  expect(recognise({ words, image }, "").flavour).toBe(flavour);
});

test("its own words go before its image", () => {
  expect(recognise({ words: [], image: "wa-routing/epp:1" }, FORK).flavour).toBe("fork");
});

test.each([
  ["epp", null],
  ["registry.test:5000/epp", null],
  ["registry.test:5000/epp:v1.2.0@sha256:0123", "v1.2.0"],
  ["epp@sha256:0123", null],
])("the version of image %s", (image, version) => {
  expect(recognise({ words: [], image }, "").version).toBe(version);
});
