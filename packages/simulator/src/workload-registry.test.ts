import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { FaultName } from "./faults.ts";
import { WorkloadRegistry } from "./workload-registry.ts";

function registryAt(...faults: FaultName[]) {
  const clock = { ms: 0 };
  return { clock, registry: new WorkloadRegistry(() => clock.ms, new Set(faults)) };
}

describe("rate", () => {
  // pkg/epp/datastore/workload_registry.go in the fork: count / age of a tumbling window of 60 s.
  test.each([
    { ageMs: 0.02, rate: 50_000 },
    { ageMs: 10, rate: 100 },
    { ageMs: 100, rate: 10 },
    { ageMs: 1000, rate: 1 },
    { ageMs: 10_000, rate: 0.1 },
    { ageMs: 60_001, rate: 0 },
    { ageMs: 0, rate: 0 },
  ])("of one request after $ageMs ms is $rate", ({ ageMs, rate }) => {
    const { clock, registry } = registryAt();
    registry.requestArrived("w", "r");
    clock.ms = ageMs;
    expect(registry.ratePerSecond("w", "r")).toBeCloseTo(rate, 6);
  });

  test("the window tumbles: the first request after 60 s begins a new one", () => {
    const { clock, registry } = registryAt();
    for (let n = 0; n < 50; n++) registry.requestArrived("w", "r");
    clock.ms = 60_001;
    registry.requestArrived("w", "r");
    clock.ms = 61_001;
    expect(registry.ratePerSecond("w", "r")).toBeCloseTo(1, 9);
    expect(registry.state("w", "r").total).toBe(51);
  });
});

test("the first wait is the average, later ones move it by a fifth", () => {
  const { registry } = registryAt();
  registry.requestArrived("w", "r");
  registry.requestDispatched("w", 16_000);
  expect(registry.emaSeconds("w")).toBe(16);
  registry.requestDispatched("w", 1000);
  expect(registry.emaSeconds("w")).toBeCloseTo(0.2 * 1 + 0.8 * 16, 12);
});

test("active requests never go below zero, and idle workloads are forgotten after five minutes", () => {
  const { clock, registry } = registryAt();
  registry.requestArrived("w", "r");
  registry.requestEnded("w", 1);
  registry.requestEnded("w", 1);
  expect(registry.state("w", "r").active).toBe(0);
  clock.ms = 300_001;
  registry.cleanUp();
  expect(registry.state("w", "r").total).toBe(0);
});

test("with other parameters: a window of its own length, and an average that moves by its own share", () => {
  const clock = { ms: 0 };
  const parameters = { ...DEFAULT_ROUTER_PARAMETERS, emaAlpha: 0.5, rateWindowSeconds: 10 };
  const registry = new WorkloadRegistry(() => clock.ms, new Set(), parameters);
  registry.requestArrived("w", "r");
  clock.ms = 10_000;
  expect(registry.ratePerSecond("w", "r")).toBe(0.1);
  clock.ms = 10_001;
  expect(registry.ratePerSecond("w", "r")).toBe(0);
  registry.requestDispatched("w", 16_000);
  registry.requestDispatched("w", 1000);
  expect(registry.emaSeconds("w")).toBe(8.5);
});

describe("planted faults", () => {
  test("decrement-lost keeps one in four active", () => {
    const { registry } = registryAt("decrement-lost");
    for (let n = 0; n < 4; n++) registry.requestArrived("w", "r");
    for (let n = 0; n < 4; n++) registry.requestEnded("w", 1);
    expect(registry.state("w", "r").active).toBe(1);
  });

  test("ema-alpha-wrong moves the average by half", () => {
    const { registry } = registryAt("ema-alpha-wrong");
    registry.requestArrived("w", "r");
    registry.requestDispatched("w", 2000);
    registry.requestDispatched("w", 4000);
    expect(registry.emaSeconds("w")).toBe(3);
  });

  test("sliding-window divides by sixty seconds", () => {
    const { clock, registry } = registryAt("sliding-window");
    for (let n = 0; n < 30; n++) registry.requestArrived("w", "r");
    clock.ms = 1000;
    expect(registry.ratePerSecond("w", "r")).toBe(0.5);
  });
});

test("average wait and rate window are what the parameters say", () => {
  const clock = { ms: 0 };
  const registry = new WorkloadRegistry(() => clock.ms, new Set(), {
    ...DEFAULT_ROUTER_PARAMETERS,
    emaAlpha: 0.5,
    rateWindowSeconds: 10,
  });
  for (let n = 0; n < 4; n++) registry.requestArrived("w", "r");
  registry.requestDispatched("w", 16_000);
  registry.requestDispatched("w", 0);
  expect(registry.emaSeconds("w")).toBe(8);
  clock.ms = 10_000;
  expect(registry.ratePerSecond("w", "r")).toBeCloseTo(0.4, 12);
  clock.ms = 10_001;
  expect(registry.ratePerSecond("w", "r")).toBe(0);
});
