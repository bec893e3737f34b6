import { expect, test } from "vitest";
import { engineRequestsOf } from "./engine-requests.ts";

const page = (running: readonly string[], waiting: readonly string[]) =>
  [
    "# TYPE vllm:num_requests_running gauge",
    ...running.map((value, model) => `vllm:num_requests_running{model_name="m${model}"} ${value}`),
    "# TYPE vllm:num_requests_waiting gauge",
    ...waiting.map((value, model) => `vllm:num_requests_waiting{model_name="m${model}"} ${value}`),
    "",
  ].join("\n");

test.each<[string, string, ReturnType<typeof engineRequestsOf>]>([
  ["those of all its models", page(["3", "1.0"], ["4", "0"]), { running: 4, waiting: 4 }],
  ["none, before it has the gauges", "# nothing yet\n", { running: 0, waiting: 0 }],
  ["none, where the gauges have no series yet", page([], []), { running: 0, waiting: 0 }],
])("an engine reports %s", (_, text, requests) => expect(engineRequestsOf(text)).toEqual(requests));

test.each(["NaN", "nan", "+Inf", "-Inf", "Inf", "-1", "nonsense"])(
  "a count of %s is unknown, beside others too",
  (value) => {
    expect(engineRequestsOf(page([value], ["4"]))).toBeNull();
    expect(engineRequestsOf(page(["4"], ["12", value]))).toBeNull();
  },
);
