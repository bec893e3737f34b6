import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Address } from "@wa-routing/client";
import { type ModelServer, type ModelServerOptions, startModelServer } from "@wa-routing/model-server";
import { afterEach, expect, test } from "vitest";
import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { blockersGate, blockersToSend } from "./blockers-gate.ts";
import { type EngineRequests, engineRequestsOf } from "./engine-requests.ts";
import type { Gate } from "./gate.ts";
import { vllmPauseGate } from "./vllm-pause-gate.ts";

const ends: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of ends.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

type Kind = (of: { modelServers: readonly Address[]; model: string }, metrics: RouterMetrics | null) => Gate;

/** An engine, and a gate before a router that shows what the engine shows. */
async function held(kind: Kind, options: ModelServerOptions) {
  const engine: ModelServer = await startModelServer({ ttftMs: 0, ...options });
  const load = async () => engineRequestsOf(await httpText(`${engine.url}/metrics`)) as EngineRequests;
  const sample = async () => ({
    queueSize: 0,
    poolSaturation: null,
    modelServerQueueSizes: { engine: (await load()).waiting },
  });
  const gate = kind({ modelServers: [{ url: engine.url }], model: "fake-model" }, { sample });
  ends.push(engine, gate);
  return { gate, load, engine };
}

test.each([4, 64, 256])(
  "blockers hold an engine of %i slots, however long, and leave it at once",
  async (slots) => {
    // Of four, each generates for a quarter of a second: they are renewed several times.
    const { gate, load } = await held(blockersGate, { slots, itlMs: slots === 4 ? 1 : 10 });
    await gate.close();
    const seen: number[] = [];
    for (let look = 0; look < 10; look++) {
      seen.push((await load()).waiting);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(6);
    expect((await load()).running).toBe(slots);
    await gate.open();
    await gate.cleared();
    await expect.poll(load, { timeout: 1000 }).toEqual({ running: 0, waiting: 0 });
  },
  60_000,
);

test("an engine that keeps aborted requests is waited for, and that is said", async () => {
  const { gate, load } = await held(blockersGate, { slots: 4, itlMs: 2, keepAborted: true });
  await gate.close();
  await gate.open();
  expect((await load()).waiting).toBeGreaterThan(0);
  const told: string[] = [];
  await gate.cleared((what) => void told.push(what));
  expect((await load()).waiting).toBe(0);
  expect(told[0]).toMatch(/^http:.* works on blockers that were aborted: \d+ wait$/);
});

test("an engine that refuses blockers is named, with its answer", async () => {
  const { gate } = await held(blockersGate, { slots: 4, models: ["another"] });
  await expect(gate.close()).rejects.toMatchObject({
    code: "GATE_NOT_CLOSED",
    message: expect.stringMatching(/answered 404 to a blocker: .*fake-model/),
  });
});

test("an engine whose gauges are no counts is sent no blocker, and is neither full nor free", async () => {
  const asked: string[] = [];
  const values = ["NaN", "+Inf", "-Inf"];
  const engine = createServer(({ method, url }, response) => {
    const value = values[asked.push(`${method} ${url}`) - 1] ?? "12";
    response.end(`vllm:num_requests_running ${value}\nvllm:num_requests_waiting ${value}\n`);
  });
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const { port } = engine.address() as AddressInfo;
  const gate = blockersGate({ modelServers: [{ url: `http://127.0.0.1:${port}` }], model: "m" }, null);
  ends.push({ [Symbol.asyncDispose]: async () => void engine.close() }, gate);
  await gate.close();
  expect(asked).toEqual([...values, "12"].map(() => "GET /metrics"));
});

test.each([
  [{ running: 0, waiting: 0, underWay: 0 }, 12],
  [{ running: 4, waiting: 8, underWay: 12 }, 4],
  [{ running: 12, waiting: 0, underWay: 12 }, 12],
  [{ running: 200, waiting: 0, underWay: 200 }, 64],
  [{ running: 3, waiting: 0, underWay: 8 }, 0],
  [{ running: 2040, waiting: 0, underWay: 2040 }, 8],
  [{ running: 2048, waiting: 0, underWay: 2048 }, null],
])("by the gauges %j, %j more are sent", (gauges, more) => expect(blockersToSend(gauges)).toBe(more));

test("a paused engine is held by a few requests that wait, and works none of them", async () => {
  const { gate, load, engine } = await held(vllmPauseGate, { slots: 256 });
  await gate.close();
  // It counts as held with six of them: the last two may still be on their way.
  await expect.poll(load).toEqual({ running: 0, waiting: 8 });
  expect(JSON.parse(await httpText(`${engine.url}/is_paused`))).toEqual({ is_paused: true });
  await gate.open();
  expect(JSON.parse(await httpText(`${engine.url}/is_paused`))).toEqual({ is_paused: false });
  await expect.poll(load).toEqual({ running: 0, waiting: 0 });
});

test("an engine that does not answer is not held, and that is said", async () => {
  const gate = blockersGate({ modelServers: [{ url: "http://127.0.0.1:9" }], model: "m" }, null);
  ends.push(gate);
  await expect(gate.close()).rejects.toMatchObject({ code: "ENDPOINT_UNREACHABLE" });
});

test("a gate that only the router can show is refused without the router's metrics", () => {
  const create = () => vllmPauseGate({ modelServers: [{ url: "http://127.0.0.1:9" }], model: "m" }, null);
  expect(create).toThrow(expect.objectContaining({ code: "GATE_NEEDS_METRICS" }));
});
