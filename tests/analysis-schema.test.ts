import { readFileSync } from "node:fs";
import { type Analysis, analyze, type Evidence } from "@wa-routing/analysis";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readCapture, withDispatchLog } from "./captures/read-capture.ts";
import { generateRun } from "./orders/generated-run.ts";

const path = new URL("../packages/protocol/schemas/analysis.json", import.meta.url);
const isAnalysis = new Ajv({ allowUnionTypes: true, allErrors: true }).compile(JSON.parse(readFileSync(path, "utf8")));

/** What is wrong with an analysis.json. */
function problems(analysis: unknown) {
  isAnalysis(JSON.parse(JSON.stringify(analysis)));
  return isAnalysis.errors ?? [];
}

// One that claims an order, one that reads headers, one that measures the overhead.
describe.each(["basic-priority", "default-workload", "overhead"])("%s", (name) => {
  const plan = planScenario(findScenario(name), { seed: 3 });
  const runs: [string, Partial<Evidence>][] = [
    ["with a router's log", {}],
    ["without a log", { events: null }],
    ["without arrivals", { arrivals: null }],
    ["that ended before anything was sent", { requests: [], steps: [], arrivals: [], events: [], complete: false }],
  ];
  const evidence = generateRun(plan, { order: "workload-aware", seed: 3, routerLog: true });

  test.each(runs)("a run %s has an analysis.json as its schema says", (_, of) => {
    expect(problems(analyze(plan, { ...evidence, ...of }))).toEqual([]);
  });
});

test("a recorded run too, with the router's dispatch lines and without", () => {
  const { plan, evidence } = readCapture("fork");
  for (const of of [evidence, withDispatchLog(evidence)]) expect(problems(analyze(plan, of))).toEqual([]);
});

test("what an analysis lacks, has too much or has in another shape is found", () => {
  const { plan, evidence } = readCapture("fork");
  const { waits, ...rest } = analyze(plan, evidence) as Analysis & { waits: object };
  expect(problems(rest)).toMatchObject([{ keyword: "required", params: { missingProperty: "waits" } }]);
  expect(problems({ ...rest, waits, more: 1 })).toMatchObject([{ keyword: "additionalProperties" }]);
  const halved = { ...rest, waits: { ...waits, queues: 1.5 } };
  expect(problems(halved)).toContainEqual(expect.objectContaining({ instancePath: "/waits/queues" }));
});
