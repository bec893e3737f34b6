import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Agent, type Dispatcher } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import type { StreamedToken } from "./client-request.ts";
import { latencyFromArrivalMs } from "./latency.ts";
import { sendOpenLoop } from "./open-loop.ts";
import { createWorkloadClient } from "./workload-client.ts";

const servers: Server[] = [];
const clients: AsyncDisposable[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client[Symbol.asyncDispose]();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function clientOf(listener: RequestListener, options: Partial<Parameters<typeof createWorkloadClient>[0]> = {}) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createWorkloadClient({ baseUrl, model: "m", ...options });
  clients.push(client);
  return { client, server, baseUrl };
}

const answer = (status: number, body: string) => (_message: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "echoed" }).end(body);
};
const whole = '{"choices":[{"text":"x"}],"usage":{"completion_tokens":7}}';

describe("outcomes", () => {
  test.each([
    [200, whole, "completed", null],
    [200, "no json", "failed", "BODY_BROKEN"],
    [404, "unknown", "failed", "HTTP_404"],
    [429, "full", "rejected", "HTTP_429"],
    [500, "oops", "failed", "HTTP_500"],
    [503, "evicted", "evicted", "HTTP_503"],
  ])("%i %s is %s", async (status, body, outcome, errorCode) => {
    const { client } = await clientOf(answer(status, body));
    const record = await client.complete({ prompt: "x" });
    expect(record).toMatchObject({ outcome, status, errorCode, requestId: "echoed" });
    expect(record.endMs).toBeGreaterThanOrEqual(record.sendMs);
    if (outcome === "completed") expect(record.completionTokens).toBe(7);
  });

  test.each([
    [{ choices: [{ text: "one" }, { text: "other" }] }, "one"],
    [{ choices: [{ message: { content: "said" } }] }, "said"],
    [{ choices: [{ message: { content: null, tool_calls: [{}] } }] }, ""],
  ])("the text of %j is kept when that is asked for", async (body, text) => {
    const { client } = await clientOf(answer(200, JSON.stringify(body)));
    expect(await client.complete({ prompt: "x", keepText: true })).toMatchObject({ outcome: "completed", text });
    expect(await client.complete({ prompt: "x" })).not.toHaveProperty("text");
  });

  test("nobody listens", async () => {
    const { client, server } = await clientOf(answer(200, whole));
    await new Promise((resolve) => server.close(resolve));
    expect(await client.complete({ prompt: "x" })).toMatchObject({
      outcome: "transport",
      errorCode: "ECONNREFUSED",
      status: null,
    });
  });

  test("cut before and in the middle of the answer", async () => {
    const { client } = await clientOf((message) => message.socket.destroy());
    expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "transport", status: null });
    const half = await clientOf((message, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setTimeout(() => message.socket.destroy(), 10);
    });
    expect(await half.client.complete({ prompt: "x" })).toMatchObject({ outcome: "transport", status: 200 });
  });

  test("timed out before and after headers", async () => {
    const never = await clientOf(() => undefined);
    expect(await never.client.complete({ prompt: "x", timeoutMs: 30 })).toMatchObject({
      outcome: "timed-out",
      status: null,
    });
    const slow = await clientOf((_message, response) => void response.writeHead(200).write("{"));
    // Long enough for the headers on a busy machine.
    expect(await slow.client.complete({ prompt: "x", timeoutMs: 2000 })).toMatchObject({
      outcome: "timed-out",
      status: 200,
    });
  });

  test("aborted by the caller, before and while it is under way", async () => {
    const { client } = await clientOf(() => undefined);
    expect(await client.complete({ prompt: "x", signal: AbortSignal.abort() })).toMatchObject({
      outcome: "aborted",
      errorCode: "ABORTED",
    });
    const abort = new AbortController();
    const pending = client.complete({ prompt: "x", signal: abort.signal });
    await delay(10);
    abort.abort();
    expect(await pending).toMatchObject({ outcome: "aborted", errorCode: "ABORTED" });
  });
});

describe("streams", () => {
  const event = (text: string) => `data: ${JSON.stringify({ choices: [{ text }] })}\n\n`;
  const usage = `data: ${JSON.stringify({ choices: [], usage: { completion_tokens: 2 } })}\n\n`;

  test("each token has its time, however the bytes are cut", async () => {
    const bytes = Buffer.from(`${event("é")}${event("日")}${usage}data: [DONE]\n\n`);
    const { client } = await clientOf(async (_message, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        if (byte === 10) await delay(3);
      }
      response.end();
    });
    const record = await client.complete({ prompt: "x", stream: true });
    expect(record).toMatchObject({ outcome: "completed", completionTokens: 2 });
    expect(record.tokenMs).toHaveLength(2);
    expect(record.firstTokenMs).toBe(record.tokenMs?.[0]);
    expect(record.tokenMs?.[1]).toBeGreaterThan(record.tokenMs?.[0] as number);
  });

  test("each piece of text is told when it comes, and the whole is kept when that is asked for", async () => {
    const { client } = await clientOf((_message, response) => {
      response.writeHead(200).end(`${event("é")}${event("日")}${usage}data: [DONE]\n\n`);
    });
    const told: StreamedToken[] = [];
    const request = { prompt: "x", stream: true, onToken: (token: StreamedToken) => void told.push(token) };
    const record = await client.complete({ ...request, keepText: true });
    expect(told).toEqual([
      { text: "é", atMs: record.tokenMs?.[0] },
      { text: "日", atMs: record.tokenMs?.[1] },
    ]);
    expect(record.text).toBe("é日");
    expect(await client.complete(request)).not.toHaveProperty("text");
  });

  test("what is thrown at a piece of text is heard by whoever threw it, and ends the request", async () => {
    let ended = false;
    const { client } = await clientOf((_message, response) => {
      response.on("close", () => {
        ended = true;
      });
      response.writeHead(200).write(event("a"));
    });
    const onToken = () => {
      throw new Error("my own");
    };
    await expect(client.complete({ prompt: "x", stream: true, onToken })).rejects.toThrow("my own");
    await expect.poll(() => ended).toBe(true);
  });

  test.each([
    ["without its end", event("a"), /without \[DONE\]/],
    ["with an event that is no JSON", "data: {\n\ndata: [DONE]\n\n", /no JSON/],
    ["with an error in it", 'data: {"error":{"message":"gone"}}\n\ndata: [DONE]\n\n', /gone/],
  ])("%s it has failed", async (_name, text, expected) => {
    const { client } = await clientOf((_message, response) => void response.writeHead(200).end(text));
    const record = await client.complete({ prompt: "x", stream: true });
    expect(record.outcome).toBe("failed");
    expect(record.errorText).toMatch(expected);
  });
});

describe("what is sent", () => {
  test("the context, the id in three headers, and the caller's own headers", async () => {
    const seen: IncomingMessage[] = [];
    const { client } = await clientOf(
      (message, response) => {
        seen.push(message);
        response.end(whole);
      },
      { workload: { id: "é", criticality: 5 }, headers: { "X-Team": "search" } },
    );
    const record = await client.complete({ prompt: "x", id: "id-1", headers: { "X-LLM-D-SLO-TTFT-ms": "90" } });
    expect(seen[0]?.headers).toMatchObject({
      "x-workload-context": '{"workload_id":"\\u00e9","criticality":5}',
      "x-wa-routing-id": "id-1",
      "x-request-id": "id-1",
      "x-gateway-inference-objective": "id-1",
      "x-team": "search",
      "x-llm-d-slo-ttft-ms": "90",
    });
    // The client's own may be a secret; what belongs to one request is part of its record.
    expect(record.headers).toEqual({ "x-llm-d-slo-ttft-ms": "90" });
  });

  test("header lines as they stand, twice if they are given twice", async () => {
    const lines: string[] = [];
    const { client } = await clientOf((message, response) => {
      lines.push(...message.rawHeaders.filter((_, index, all) => all[index - 1] === "x-workload-context"));
      response.end(whole);
    });
    await client.chat({ messages: [{ role: "user", content: "x" }], contextHeaders: ["a", "b"] });
    expect(lines).toEqual(["a", "b"]);
  });

  test("connections are kept: ten requests in turn use two at most (one is still being put back)", async () => {
    const ports = new Set<number | undefined>();
    const { client } = await clientOf((message, response) => {
      ports.add(message.socket.remotePort);
      response.end(whole);
    });
    for (let n = 0; n < 10; n++) await client.complete({ prompt: "x" });
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

test.each([
  [{ baseUrl: "nonsense" }, "baseUrl"],
  [{ baseUrl: "ftp://x" }, "baseUrl"],
  [{ baseUrl: "http://x", timeoutMs: 0 }, "timeoutMs"],
  [{ baseUrl: "http://x", connections: -1 }, "connections"],
  [{ baseUrl: "http://x", headers: { "X-Request-Id": "1" } }, "headers.X-Request-Id"],
  [{ baseUrl: "http://x", headers: { "a b": "1" } }, "headers"],
  [{ baseUrl: "http://x", headers: { a: "1\r\n2" } }, "headers.a"],
])("wrong options throw: %j", (options, field) => {
  expect(() => createWorkloadClient(options)).toThrow(
    expect.objectContaining({ code: "CLIENT_OPTION_INVALID", field }),
  );
});

test.each([
  ["prompt", { prompt: undefined }],
  ["maxTokens", { prompt: "x", maxTokens: Number.NaN }],
  ["headers.x-request-id", { prompt: "x", headers: { "x-request-id": "1" } }],
  ["headers.a", { prompt: "x", headers: { a: "1\n2" } }],
  ["maxTokens", { prompt: "x", maxTokens: 0 }],
  ["temperature", { prompt: "x", temperature: -1 }],
  ["stop", { prompt: "x", stop: [] }],
  ["stop", { prompt: "x", stop: ["a", ""] }],
  ["onToken", { prompt: "x", onToken: () => undefined }],
  ["max_tokens", { prompt: "x", max_tokens: 5 }],
])("a wrong %s rejects, and nothing is sent: %j", async (field, request) => {
  const { client } = await clientOf(() => expect.unreachable("a request was sent"));
  await expect(client.complete(request as { prompt: string })).rejects.toMatchObject({
    code: "CLIENT_OPTION_INVALID",
    field,
  });
});

test("what was meant is what is sent, whatever is in it", async () => {
  const bodies: string[] = [];
  const { client } = await clientOf((message, response) => {
    message.setEncoding("utf8").on("data", (text: string) => bodies.push(text));
    message.on("end", () => response.end(whole));
  });
  const messages = [{ role: "user", content: 'a "quoted"\n\u2028 text' }];
  await client.complete({ prompt: '"},é\n', maxTokens: 3, model: 'm"2' });
  await client.chat({ messages, stream: true });
  await client.complete({ prompt: "x", temperature: 0, stop: ['"', "\n"] });
  await client.chat({ messages, stop: "END" });
  expect(bodies.map((body) => JSON.parse(body))).toEqual([
    { model: 'm"2', prompt: '"},é\n', max_tokens: 3 },
    { model: "m", messages, max_tokens: 16, stream: true, stream_options: { include_usage: true } },
    { model: "m", prompt: "x", temperature: 0, stop: ['"', "\n"], max_tokens: 16 },
    { model: "m", messages, stop: "END", max_tokens: 16 },
  ]);
});

describe("sendOpenLoop", () => {
  test("sends in order and on time, and does not wait for answers", async () => {
    const arrived: string[] = [];
    const { client } = await clientOf((message, response) => {
      arrived.push(String(message.headers["x-wa-routing-id"]));
      setTimeout(() => response.end(whole), 150);
    });
    const requests = Array.from({ length: 20 }, (_, index) => ({ arrivalMs: index * 5, id: `r${index}` }));
    const { records, lateness } = await sendOpenLoop(requests, {
      send: ({ id }, arrivalMs) => client.complete({ prompt: "x", id, arrivalMs: arrivalMs }),
    });
    const done = await Promise.all(records);
    expect(done.map(({ outcome }) => outcome)).toEqual(done.map(() => "completed"));
    expect(arrived).toEqual(requests.map(({ id }) => id));
    expect(lateness.maxMs).toBeGreaterThanOrEqual(lateness.p50Ms);
  });

  test("a server that was frozen shows in the latency from arrival of all that came meanwhile", async () => {
    let frozenUntil = 0;
    const { client } = await clientOf((_message, response) => {
      if (frozenUntil === 0) frozenUntil = performance.now() + 300;
      setTimeout(() => response.end(whole), Math.max(0, frozenUntil - performance.now()));
    });
    const requests = Array.from({ length: 30 }, (_, index) => ({ arrivalMs: index * 10 }));
    const { records } = await sendOpenLoop(requests, {
      send: (_request, arrivalMs) => client.complete({ prompt: "x", arrivalMs }),
    });
    const latencies = (await Promise.all(records)).map(latencyFromArrivalMs);
    expect(latencies.filter((ms) => ms > 100).length).toBeGreaterThan(15);
  });
});

describe("how an address is reached", () => {
  test.each(["/v1", "/v1/", "/team/v1", "", "/team/"])(
    "a base URL that ends in %j is used as it is meant",
    async (path) => {
      const paths: (string | undefined)[] = [];
      const { baseUrl } = await clientOf((message, response) => {
        paths.push(message.url);
        answer(200, whole)(message, response);
      });
      await using client = createWorkloadClient({ baseUrl: `${baseUrl}${path}`, model: "m" });
      expect(await client.complete({ prompt: "x" })).toMatchObject({ outcome: "completed" });
      expect(paths).toEqual([`${path.startsWith("/team") ? "/team" : ""}/v1/completions`]);
    },
  );

  test("what was sent in confidence is taken out of a server's words", async () => {
    const headers = { authorization: "Bearer s3cret", "x-tenant": "prod" };
    const { client } = await clientOf(answer(401, "wrong key s3cret of prod"), { headers });
    expect(await client.complete({ prompt: "x" })).toMatchObject({ errorText: "wrong key *** of prod" });
  });

  test("a dispatcher of one's own sends each line, and is left open", async () => {
    const seen: string[][] = [];
    const { baseUrl } = await clientOf((message, response) => {
      seen.push(message.rawHeaders);
      answer(200, whole)(message, response);
    });
    const dispatcher = new Agent();
    const client = createWorkloadClient({ baseUrl, model: "m", dispatcher });
    await client.complete({ prompt: "x", contextHeaders: ["a", "b"] });
    await client.close();
    expect(seen[0]?.filter((_, index) => /workload-context/i.test(seen[0]?.[index - 1] ?? ""))).toEqual(["a", "b"]);
    expect(dispatcher.closed).toBe(false);
    await dispatcher.close();
  });

  test.each([
    [{ timeout: 5 }, /has no option "timeout"/],
    [{ baseUrl: "http://me:s3cret@127.0.0.1" }, /baseUrl holds a user's name/],
    [{ dispatcher: {}, tls: {} }, /tls is "given", expected one of the two/],
  ])("%j is refused", (options, says) => {
    const create = () => createWorkloadClient({ baseUrl: "http://127.0.0.1:9", ...options } as never);
    expect(create).toThrow(says);
    expect(create).not.toThrow(/s3cret/);
  });
});

test("a runtime's own module in the place of undici is told of before anything is sent", () => {
  const dispatcher = { close: () => Promise.resolve() } as unknown as Dispatcher;
  expect(() => createWorkloadClient({ baseUrl: "http://127.0.0.1:1", dispatcher })).toThrow(
    "Bun puts one without dispatch",
  );
});
