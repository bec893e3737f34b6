import { arrivalRecordSchema } from "@wa-routing/protocol";
import { request } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import { type ModelServer, startModelServer } from "./model-server.ts";
import type { ModelServerOptions } from "./model-server-options.ts";

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function started(options: ModelServerOptions = {}) {
  server = await startModelServer({ ttftMs: 0, ...options });
  return server;
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.statusCode, text: await response.body.text() };
}

const prompt = { model: "fake-model", prompt: "x", max_tokens: 3 };

describe("completions", () => {
  test("plain", async () => {
    const { url } = await started();
    const { status, text } = await post(`${url}/v1/completions`, prompt);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ object: "text_completion", usage: { completion_tokens: 3 } });
  });

  test("streamed, with usage and the end", async () => {
    const { url } = await started();
    const { text } = await post(`${url}/v1/chat/completions`, {
      model: "fake-model",
      messages: [{ role: "user", content: "x" }],
      max_tokens: 2,
      stream: true,
      stream_options: { include_usage: true },
    });
    const events = text.trim().split("\n\n");
    expect(events).toHaveLength(4);
    expect(events.at(-1)).toBe("data: [DONE]");
    expect(JSON.parse((events[2] as string).slice(6))).toMatchObject({ usage: { completion_tokens: 2 } });
  });

  test.each([
    [{ ...prompt, model: "other" }, 404],
    [{ model: "fake-model" }, 400],
    [{ ...prompt, max_tokens: 0 }, 400],
    [[], 400],
  ])("%j is refused", async (body, status) => {
    const { url } = await started();
    expect((await post(`${url}/v1/completions`, body)).status).toBe(status);
  });

  test("LoRA names are served too", async () => {
    const { url } = await started({ loraNames: ["food-review-1"] });
    expect((await post(`${url}/v1/completions`, { ...prompt, model: "food-review-1" })).status).toBe(200);
  });
});

describe("gate", () => {
  const waiting = async (url: string) => {
    const page = await (await request(`${url}/metrics`)).body.text();
    return Number(/^vllm:num_requests_waiting\{.*\} (\d+)$/m.exec(page)?.[1]);
  };

  test("overrides the waiting gauge, and gives it back, without touching the serving", async () => {
    const { url, adminUrl } = await started();
    const put = (waitingRequests: number | null) =>
      request(`${adminUrl}/gate`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ waitingRequests }),
      });
    await (await put(999)).body.dump();
    expect(await waiting(url)).toBe(999);
    expect((await post(`${url}/v1/completions`, prompt)).status).toBe(200);
    const state = (await (await put(null)).body.json()) as { scrapes: number };
    expect(state.scrapes).toBe(1);
    expect(await waiting(url)).toBe(0);
  });

  test("a wrong body says what was expected", async () => {
    const { adminUrl } = await started();
    const response = await request(`${adminUrl}/gate`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(response.statusCode).toBe(400);
    expect(await response.body.text()).toMatch(/waitingRequests/);
  });

  test("one slot: the second request waits, and the gauge says so", async () => {
    // The first goes on until the gauge has been read: a stream looks at its latency before each token.
    const { url, adminUrl } = await started({ slots: 1, ttftMs: 0, itlMs: 100 });
    const long = { ...prompt, max_tokens: 1000, stream: true };
    const both = Promise.all([post(`${url}/v1/completions`, long), post(`${url}/v1/completions`, long)]);
    await expect.poll(() => waiting(url)).toBe(1);
    await post(`${adminUrl}/config`, { itlMs: 0 });
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe("arrivals", () => {
  test("every request is a record, in the order of its coming, damaged ones too", async () => {
    const { url, adminUrl } = await started({ name: "m1" });
    await post(`${url}/v1/completions`, prompt, {
      "x-wa-routing-id": "a",
      "x-workload-context": '{"workload_id":"w"}',
    });
    await post(`${url}/v1/completions`, { nothing: true }, { "x-wa-routing-id": "b" });
    await request(`${url}/v1/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-wa-routing-id": "c" },
      body: "{",
    });
    const text = await (await request(`${adminUrl}/arrivals`)).body.text();
    const records = text
      .trim()
      .split("\n")
      .map((line) => arrivalRecordSchema.parse(JSON.parse(line)));
    expect(records.map(({ id, sequence }) => [id, sequence])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ]);
    expect(records[0]).toMatchObject({
      modelServer: "m1",
      contextHeader: '{"workload_id":"w"}',
      model: "fake-model",
      concurrency: 1,
    });
  });

  test("followed from now on, each comes as it happens", async () => {
    const { url, adminUrl } = await started();
    await post(`${url}/v1/completions`, prompt, { "x-wa-routing-id": "before" });
    const { body } = await request(`${adminUrl}/arrivals?follow=true&after=now`);
    await post(`${url}/v1/completions`, prompt, { "x-wa-routing-id": "after" });
    for await (const chunk of body) {
      expect(JSON.parse(String(chunk)).id).toBe("after");
      break;
    }
  });
});

test.each([
  ["status", { rate: 1, kind: "status", status: 503 } as const, 503],
  ["reset", { rate: 1, kind: "reset" } as const, null],
])("injected failure: %s", async (_name, failures, status) => {
  const { url } = await started({ failures });
  const answered = post(`${url}/v1/completions`, prompt);
  if (status === null) await expect(answered).rejects.toThrow();
  else expect((await answered).status).toBe(status);
});

test("latencies can be changed while it runs", async () => {
  const { url, adminUrl } = await started();
  const config = {
    method: "POST" as const,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ttftMs: 80 }),
  };
  await (await request(`${adminUrl}/config`, config)).body.dump();
  const startMs = performance.now();
  await post(`${url}/v1/completions`, prompt);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(78);
});

test("a port that is taken is named", async () => {
  const { url } = await started();
  const port = Number(new URL(url).port);
  await expect(startModelServer({ port })).rejects.toMatchObject({ code: "PORT_IN_USE", field: "port", value: port });
});
