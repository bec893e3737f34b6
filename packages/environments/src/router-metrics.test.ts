import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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
