import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { request } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import vectors from "../../protocol/vectors/workload-context.json" with { type: "json" };
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A model server that answers at once, notes what it saw, and reports as many waiting requests as it is told. */
async function modelServer() {
  const state = { waiting: 0, arrivals: [] as IncomingMessage[], bodies: [] as string[] };
  const server = createServer((message, response) => {
    if (message.url === "/metrics") {
      response.end(
        `# TYPE vllm:num_requests_waiting gauge\nvllm:num_requests_waiting{model_name="m"} ${state.waiting}\n`,
      );
      return;
    }
    state.arrivals.push(message);
    let body = "";
    message
      .on("data", (chunk) => (body += chunk))
      .on("end", () => {
        state.bodies.push(body);
        response.setHeader("content-type", "application/json").end('{"choices":[]}');
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function started(options: Partial<SimulatorOptions> = {}) {
  const backend = await modelServer();
  const log: Record<string, unknown>[] = [];
  const simulator = await startSimulator({
    modelServerUrls: [backend.url],
    refreshMetricsIntervalMs: 10,
    log: (line) => log.push(JSON.parse(line) as Record<string, unknown>),
    ...options,
  });
  cleanups.push(() => simulator.close());
  return { simulator, backend: backend.state, log };
}

const body = JSON.stringify({ model: "m", prompt: "x" });
const send = (simulator: Simulator, headers: Record<string, string | string[]> = {}, text = body) =>
  request(`${simulator.url}/v1/completions`, { method: "POST", headers, body: text });

async function seen(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited 5 s until ${what}`);
    await delay(2);
  }
}

const admitted = (log: readonly Record<string, unknown>[]) =>
  log.filter(({ msg }) => String(msg).includes("admitted")).length;

/** Lets the model server tell of so many that wait; returns when the router knows it, which asks in its own time. */
async function fill(simulator: Simulator, backend: { waiting: number }): Promise<void> {
  backend.waiting = 99;
  await seen("the router is saturated", async () => {
    const page = await (await request(simulator.metricsUrl)).body.text();
    return /^inference_pool_per_pod_queue_size\{.*\} 99$/m.test(page);
  });
}

describe("header vectors, over HTTP", () => {
  test("what the log says was read is what the rules give", async () => {
    const { simulator, log } = await started();
    const usable = vectors.vectors.filter(({ header }) => header === null || /^[\x20-\x7e\t]*$/.test(header));
    expect(usable.length).toBeGreaterThan(30);
    for (const [index, vector] of usable.entries()) {
      const headers = vector.header === null ? {} : { "x-workload-context": vector.header };
      const { statusCode, body: answer } = await send(simulator, { ...headers, "x-request-id": `v${index}` });
      await answer.dump();
      expect(statusCode, vector.name).toBe(200);
      const line = log.find(
        ({ request_id, msg }) => request_id === `v${index}` && String(msg).endsWith("context extracted"),
      );
      expect(line?.criticality, vector.name).toBe(vector.criticality);
      if (vector.workloadId === null) expect(line?.workload_id, vector.name).toMatch(/^auto-/);
      else expect(line?.workload_id, vector.name).toBe(vector.workloadId);
    }
  });

  test("of two lines the last one is read", async () => {
    const { simulator, log } = await started();
    const lines = [1, 5].map((criticality) => JSON.stringify({ workload_id: "w", criticality }));
    await (await send(simulator, { "x-workload-context": lines })).body.dump();
    expect(log.find(({ msg }) => String(msg).endsWith("context extracted"))).toMatchObject({
      workload_id: "w",
      criticality: 5,
    });
  });
});

test("of two lines that were joined on the way neither is read", async () => {
  const { simulator, backend, log } = await started({ joinHeaders: true });
  const lines = [1, 5].map((criticality) => JSON.stringify({ workload_id: "w", criticality }));
  await (await send(simulator, { "x-workload-context": lines })).body.dump();
  const extracted = log.find(({ msg }) => String(msg).endsWith("context extracted"));
  expect(extracted).toMatchObject({ workload_id: expect.stringMatching(/^auto-/), criticality: 3, source: "invalid" });
  expect(backend.arrivals[0]?.headers["x-workload-context"]).toBe(lines.join(", "));
});

describe("statuses, as the router's", () => {
  test.each([
    ["no JSON", "{", 400],
    ["no model", '{"prompt":"x"}', 400],
    ["empty prompt", '{"model":"m","prompt":""}', 400],
    ["no prompt", '{"model":"m"}', 400],
  ])("%s", async (_name, text, status) => {
    const { simulator } = await started();
    const { statusCode, body: answer } = await send(simulator, {}, text);
    expect(statusCode).toBe(status);
    expect(await answer.text()).toMatch(/^inference gateway: BadRequest - /);
  });

  test("underscores in header names, and too large headers", async () => {
    const { simulator } = await started();
    expect((await send(simulator, { x_workload_context: "{}" })).statusCode).toBe(400);
    expect((await send(simulator, { "x-big": "a".repeat(70_000) })).statusCode).toBe(431);
  });

  test("no room: 429", async () => {
    const { simulator, backend, log } = await started({ maxQueuedRequests: 1 });
    await fill(simulator, backend);
    const first = send(simulator);
    await seen("it is queued", () => admitted(log) === 1);
    expect((await send(simulator)).statusCode).toBe(429);
    backend.waiting = 0;
    expect((await first).statusCode).toBe(200);
  });

  test("too long in the queue: 503", async () => {
    const { simulator, backend } = await started({ ttlMs: 50 });
    await fill(simulator, backend);
    expect((await send(simulator)).statusCode).toBe(503);
  });
});

test("a held queue is released by criticality, and the log tells the same", async () => {
  const { simulator, backend, log } = await started();
  const context = (workload_id: string, criticality: number) => ({
    "x-workload-context": JSON.stringify({ workload_id, criticality }),
  });
  for (const [index, id] of ["low", "mid", "high"].entries())
    await (await send(simulator, context(id, 1 + 2 * index))).body.dump();
  await delay(1500);
  await fill(simulator, backend);
  const sent: Promise<unknown>[] = [];
  for (const [index, id] of ["low", "mid", "high"].entries()) {
    for (let n = 0; n < 3; n++) {
      sent.push(send(simulator, context(id, 1 + 2 * index)).then(({ body: answer }) => answer.dump()));
      await delay(3);
    }
  }
  await seen("nine are queued", () => admitted(log) === 12);
  const metrics = await (await request(simulator.metricsUrl)).body.text();
  expect(metrics).toMatch(/flow_control_queue_size\{fairness_id="default-flow",priority="0",.*\} 9/);
  expect(backend.arrivals).toHaveLength(3);
  backend.waiting = 0;
  await Promise.all(sent);
  const arrived = backend.arrivals
    .slice(3)
    .map(({ headers }) => JSON.parse(String(headers["x-workload-context"])).workload_id);
  expect(arrived).toEqual(["high", "high", "high", "mid", "mid", "mid", "low", "low", "low"]);
  const dispatched = log.filter(({ msg }) => msg === "[WA-ROUTING] Request dispatched").slice(3);
  expect(dispatched.map(({ workload_id }) => workload_id)).toEqual(arrived);
  expect(dispatched.map(({ dispatch_seq }) => dispatch_seq)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("every marked line has the next number", async () => {
  const { simulator, log } = await started();
  await (await send(simulator)).body.dump();
  await seen("the last line is written", () => log.some(({ msg }) => String(msg).includes("decremented")));
  const numbers = log.filter(({ msg }) => String(msg).startsWith("[WA-ROUTING]")).map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.map((_, index) => index));
  expect(numbers.length).toBeGreaterThanOrEqual(7);
});

test("a score line tells what its parameters make of it", async () => {
  const { simulator, log } = await started({ parameters: { criticalityWeight: 0.6, maxRatePerSecond: 1e9 } });
  const context = JSON.stringify({ workload_id: "w", criticality: 5 });
  await (await send(simulator, { "x-workload-context": context })).body.dump();
  const { request_rate, normalized_rate, final_score } = log.find(({ stage }) => stage === "enqueue") as Record<
    string,
    number
  >;
  expect(normalized_rate).toBeCloseTo((request_rate as number) / 1e9, 15);
  expect(final_score).toBeCloseTo(0.6 - 0.2 * (normalized_rate as number), 12);
});

test("the headers that the router strips, adds and rewrites", async () => {
  const { simulator, backend } = await started();
  const { headers, body: answer } = await send(simulator, {
    "x-gateway-inference-objective": "o",
    "x-gateway-inference-fairness-id": "f",
    "x-gateway-model-name-rewrite": "other",
    "x-wa-routing-id": "mine",
    "x-request-id": "r1",
  });
  await answer.dump();
  const [arrival] = backend.arrivals;
  expect(arrival?.headers).toMatchObject({ "x-wa-routing-id": "mine", "x-request-id": "r1" });
  expect(Object.keys(arrival?.headers ?? {})).not.toContain("x-gateway-inference-objective");
  expect(arrival?.headers["x-gateway-destination-endpoint"]).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(JSON.parse(backend.bodies[0] as string)).toEqual({ model: "other", prompt: "x" });
  expect(headers).toMatchObject({ "x-went-into-resp-headers": "true", "x-request-id": "r1" });
});

test("a client that goes away leaves the queue at once, and is counted out", async () => {
  const { simulator, backend, log } = await started();
  await fill(simulator, backend);
  const { port } = new URL(simulator.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await seen("it is queued", () => admitted(log) === 1);
  socket.destroy();
  await seen("it is counted out", () => log.some(({ msg }) => String(msg).includes("decremented")));
  const metrics = await (await request(simulator.metricsUrl)).body.text();
  expect(metrics).toMatch(/flow_control_queue_size\{.*\} 0/);
  backend.waiting = 0;
  await seen("the dead item is swept or reached", () => log.some(({ msg }) => String(msg).includes("evicted")));
  expect(backend.arrivals).toHaveLength(0);
});

test.each([
  [{ modelServerUrls: [] }, "modelServerUrls"],
  [{ modelServerUrls: ["nonsense"] }, "modelServerUrls"],
  [{ modelServerUrls: ["http://127.0.0.1:1"], verbosity: 9 }, "verbosity"],
  [{ modelServerUrls: ["http://127.0.0.1:1"], parameters: { emaAlpha: 2 } }, "parameters.emaAlpha"],
  [{ modelServerUrls: ["http://127.0.0.1:1"], discipline: "stack" as "sorted" }, "discipline"],
  [{ modelServerUrls: ["http://127.0.0.1:1"], logFormat: "xml" as "seed" }, "logFormat"],
])("wrong options: %j", async (options, field) => {
  await expect(startSimulator(options)).rejects.toMatchObject({ name: "WaRoutingError", field });
});
