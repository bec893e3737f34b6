import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readRouterGauges } from "./router-metrics.ts";

const page = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

// Recorded from three real routers before the first request, while 20 or 24 requests were held, and after.
test.each([
  { file: "refepp.before.txt", queueSize: 0, poolSaturation: 0 },
  { file: "refepp.held.txt", queueSize: 24, poolSaturation: 20 },
  { file: "fork.held.txt", queueSize: 24, poolSaturation: null },
  { file: "llmd.before.txt", queueSize: null, poolSaturation: 0 },
  { file: "llmd.held.txt", queueSize: 20, poolSaturation: 20 },
])("$file: $queueSize queued", ({ file, queueSize, poolSaturation }) => {
  expect(readRouterGauges(page(file))).toMatchObject({ queueSize, poolSaturation });
});

test("series that do not exist yet are null, not zero", () => {
  expect(readRouterGauges("# nothing yet\n")).toEqual({
    queueSize: null,
    poolSaturation: null,
    modelServerQueueSizes: {},
  });
});

test("sums the flows of one prefix only", () => {
  const both = ["llm_d_epp", "inference_extension"].flatMap((prefix) => [
    `# TYPE ${prefix}_flow_control_queue_size gauge`,
    `${prefix}_flow_control_queue_size{fairness_id="a",priority="0"} 3`,
    `${prefix}_flow_control_queue_size{fairness_id="b",priority="0"} 4`,
  ]);
  expect(readRouterGauges(`${both.join("\n")}\n`).queueSize).toBe(7);
});

test.each<[string, string, string]>([
  ["llm_d_epp_per_endpoint_queue_size", "model_server_endpoint", "llm-d-router, present"],
  ["llm_d_epp_per_pod_queue_size", "model_server_pod", "llm-d-router, earlier"],
  ["inference_pool_per_pod_queue_size", "model_server_pod", "the fork"],
])("%s{%s}: the queue sizes of the model servers (%s)", (name, label) => {
  const lines = [`${name}{${label}="10.0.0.1:8000",name="pool"} 7`, `${name}{name="pool",${label}="b"} 0`];
  expect(readRouterGauges(`${lines.join("\n")}\n`).modelServerQueueSizes).toEqual({ "10.0.0.1:8000": 7, b: 0 });
});

test("the present name counts where both are there, unless it has no series", () => {
  const old = 'inference_pool_per_pod_queue_size{model_server_pod="a",name="p"} 3\n';
  const present = 'llm_d_epp_per_endpoint_queue_size{model_server_endpoint="a",name="p"} 5\n';
  const announced = "# TYPE llm_d_epp_per_endpoint_queue_size gauge\n";
  expect(readRouterGauges(old + announced + present).modelServerQueueSizes).toEqual({ a: 5 });
  expect(readRouterGauges(old + announced).modelServerQueueSizes).toEqual({ a: 3 });
});

describe.each(["NaN", "+Inf", "-Inf", "Inf", "nonsense"])("a value of %s is unknown", (value) => {
  const of = (line: string) => readRouterGauges(`${line} ${value}\n`);
  test("as a queue size, though another flow has one", () => {
    const known = 'llm_d_epp_flow_control_queue_size{fairness_id="a"} 3\n';
    expect(of('llm_d_epp_flow_control_queue_size{fairness_id="b"}').queueSize).toBeNull();
    expect(
      readRouterGauges(`${known}llm_d_epp_flow_control_queue_size{fairness_id="b"} ${value}\n`).queueSize,
    ).toBeNull();
  });

  test("as a saturation, and as the queue size of a model server", () => {
    expect(of('llm_d_epp_flow_control_pool_saturation{stage="effective"}').poolSaturation).toBeNull();
    expect(of('llm_d_epp_per_endpoint_queue_size{model_server_endpoint="a"}').modelServerQueueSizes).toEqual({
      a: null,
    });
  });
});

test.each<[string, readonly string[], Record<string, number | null>]>([
  [
    "two pools share a model server: the least of its sizes",
    ['model_server_endpoint="a",name="p"} 0', 'model_server_endpoint="a",name="q"} 9'],
    { a: 0 },
  ],
  [
    "one of its sizes is unknown: so is its size",
    ['model_server_endpoint="a",name="p"} NaN', 'model_server_endpoint="a",name="q"} 9'],
    { a: null },
  ],
  [
    "two are named by a label that nobody knows: none hides the other",
    ['server="a"} 0', 'server="b"} 9'],
    { '{"server":"a"}': 0, '{"server":"b"}': 9 },
  ],
])("%s", (_, lines, sizes) => {
  for (const order of [lines, lines.toReversed()]) {
    const text = order.map((line) => `llm_d_epp_per_endpoint_queue_size{${line}\n`).join("");
    expect(readRouterGauges(text).modelServerQueueSizes).toEqual(sizes);
  }
});

test("of several stages the effective saturation is the router's", () => {
  const line = (stage: string, value: number) => `llm_d_epp_flow_control_pool_saturation{stage="${stage}"} ${value}\n`;
  expect(readRouterGauges(line("prefill", 0.2) + line("decode", 3) + line("effective", 0.9)).poolSaturation).toBe(0.9);
  expect(readRouterGauges(line("prefill", 0.2) + line("decode", 3)).poolSaturation).toBe(3);
});
