import { request } from "undici";
import { afterEach, expect, test } from "vitest";
import { type ModelServer, startModelServer } from "./model-server.ts";
import type { ModelServerOptions } from "./model-server-options.ts";

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function started(options: ModelServerOptions) {
  server = await startModelServer(options);
  const { url } = server;
  const gauge = (page: string, name: string) =>
    Number(new RegExp(`^vllm:num_requests_${name}\\{.*\\} (\\d+)$`, "m").exec(page)?.[1]);
  return {
    url,
    async load() {
      const page = await (await request(`${url}/metrics`)).body.text();
      return { running: gauge(page, "running"), waiting: gauge(page, "waiting") };
    },
    ask: (signal: AbortSignal, stream = false) =>
      request(`${url}/v1/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "fake-model", prompt: "x", max_tokens: 1000, stream }),
        signal,
      }).then(async ({ body }) => await body.text()),
  };
}

test.each([false, true])(
  "a client that leaves frees its slot and its place in the queue (streaming: %s)",
  async (stream) => {
    const { ask, load } = await started({ slots: 1, ttftMs: 0, itlMs: 1000 });
    const clients = [1, 2, 3].map(() => new AbortController());
    const answers = clients.map(({ signal }) => ask(signal, stream).catch((error: Error) => error.name));
    await expect.poll(load).toEqual({ running: 1, waiting: 2 });
    clients[1]?.abort();
    await expect.poll(load).toEqual({ running: 1, waiting: 1 });
    clients[0]?.abort();
    await expect.poll(load).toEqual({ running: 1, waiting: 0 });
    clients[2]?.abort();
    await expect.poll(load).toEqual({ running: 0, waiting: 0 });
    expect(await Promise.all(answers)).toEqual(["AbortError", "AbortError", "AbortError"]);
  },
);

test("told to keep them, it generates on for clients that have left", async () => {
  const { ask, load } = await started({ slots: 2, ttftMs: 0, itlMs: 100, keepAborted: true });
  const client = new AbortController();
  const answers: Promise<string>[] = [];
  // One by one: a whole answer and a stream have the slots, and the last one waits.
  for (const [stream, now] of [
    [false, { running: 1, waiting: 0 }],
    [true, { running: 2, waiting: 0 }],
    [false, { running: 2, waiting: 1 }],
  ] as const) {
    answers.push(ask(client.signal, stream).catch(() => "left"));
    await expect.poll(load).toEqual(now);
  }
  client.abort();
  expect(await Promise.all(answers)).toEqual(["left", "left", "left"]);
  expect(await load()).toEqual({ running: 2, waiting: 1 });
  // A stream looks at its latency before each token: it ends, the one that waited comes and ends, and the first goes on.
  const config = { method: "POST", headers: { "content-type": "application/json" }, body: '{"itlMs":0}' } as const;
  await (await request(`${server?.adminUrl}/config`, config)).body.dump();
  await expect.poll(load).toEqual({ running: 1, waiting: 0 });
});

test("paused, it keeps what comes, and is no arrival itself", async () => {
  const { url, ask, load } = await started({ ttftMs: 0 });
  const post = async (path: string) => (await request(`${url}${path}`, { method: "POST" })).statusCode;
  expect(await post("/pause?mode=abort")).toBe(400);
  expect(await post("/pause?mode=keep")).toBe(200);
  expect(await (await request(`${url}/is_paused`)).body.json()).toEqual({ is_paused: true });
  const answer = ask(new AbortController().signal);
  await expect.poll(load).toEqual({ running: 0, waiting: 1 });
  expect(await post("/resume")).toBe(200);
  expect(JSON.parse(await answer)).toMatchObject({ object: "text_completion" });
  const arrivals = (await (await request(`${server?.adminUrl}/arrivals`)).body.text()).trim().split("\n");
  expect(arrivals.map((line) => JSON.parse(line).path)).toEqual(["/v1/completions"]);
});
