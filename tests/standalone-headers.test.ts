import { type RunningGateway, startStandalone } from "@wa-routing/environments";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import vectors from "../packages/protocol/vectors/workload-context.json" with { type: "json" };
import { missingForStandalone } from "./standalone-runs.ts";
import { untilTrue } from "./until-true.ts";

const NAME = "X-Workload-Context";
describe.skipIf(missingForStandalone !== null)("headers over real HTTP, through Envoy", () => {
  let gateway: RunningGateway;
  const seen: string[] = [];
  beforeAll(async () => {
    gateway = await startStandalone();
    await gateway.watch({
      onArrivals: () => undefined,
      onLogChunk: (chunk) => void seen.push(Buffer.from(chunk).toString()),
      onLoss: () => undefined,
    });
  }, 60_000);
  afterAll(async () => await gateway?.[Symbol.asyncDispose]());

  const send = async (id: string, headers: Record<string, string | string[]>) => {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(`${gateway.url}/v1/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": id, ...headers },
      body: JSON.stringify({ model: gateway.description.model, prompt: id, max_tokens: 1 }),
    });
    await body.dump();
    return { statusCode, requestId: answered["x-request-id"] };
  };
  const extractedOf = async (id: string): Promise<Record<string, unknown>> => {
    const line = () =>
      seen
        .join("")
        .split("\n")
        .find((text) => text.includes("Workload context extracted") && text.includes(`"${id}"`));
    await untilTrue(
      () => `the router logged ${id}`,
      5000,
      () => line() !== undefined,
    );
    return JSON.parse(line() as string) as Record<string, unknown>;
  };

  /**
   * How Envoy refused a request that the router never saw. Envoy 1.36 to 1.40 mean to answer with a status, but ext_proc wants to
   * see that answer first, and the connection is closed before.
   */
  const refusalOf = async (id: string, headers: Record<string, string>): Promise<string> => {
    const refusal = await send(id, headers).then(
      ({ statusCode }) => String(statusCode),
      (error: Error) => error.message,
    );
    expect(await send(`after-${id}`, {})).toMatchObject({ statusCode: 200 });
    await extractedOf(`after-${id}`);
    expect(seen.join("")).not.toContain(`"${id}"`);
    return refusal;
  };

  test.each(vectors.vectors.map((vector, index) => ({ ...vector, id: `row-${index}` })))(
    "$name",
    async ({ id, header, workloadId, criticality, source }) => {
      expect(await send(id, header === null ? {} : { [NAME]: header })).toEqual({ statusCode: 200, requestId: id });
      const workload_id = workloadId ?? expect.stringMatching(/^auto-/);
      expect(await extractedOf(id)).toMatchObject({ workload_id, criticality, source });
    },
  );

  test("sent twice, the last line counts", async () => {
    const lines = [1, 5].map((criticality) => JSON.stringify({ workload_id: `w${criticality}`, criticality }));
    expect(await send("twice", { [NAME]: lines })).toMatchObject({ statusCode: 200 });
    expect(await extractedOf("twice")).toMatchObject({ workload_id: "w5", criticality: 5 });
  });

  test("two values joined by a comma are no JSON", async () => {
    const joined = '{"workload_id":"a","criticality":5}, {"workload_id":"b","criticality":5}';
    expect(await send("joined", { [NAME]: joined })).toMatchObject({ statusCode: 200 });
    expect(await extractedOf("joined")).toMatchObject({ criticality: 3, source: "invalid" });
  });

  test("a huge value is read, up to Envoy's limit of 60 KiB for all headers; above it none is seen by the router", async () => {
    const context = (length: number) => JSON.stringify({ workload_id: "w".repeat(length), criticality: 4 });
    // Our model server refuses more than Node's 16 KiB; by then the router has read it.
    await send("huge", { [NAME]: context(50_000) });
    // The log has as much of it as a log should have, and its length.
    const workload_id = expect.stringMatching(/^w{256}… \(50000 bytes\)$/);
    expect(await extractedOf("huge")).toMatchObject({ workload_id, criticality: 4 });
    expect(await refusalOf("too-huge", { [NAME]: context(62_000) })).toMatch(/^431$|closed/);
  });

  test("a name with underscores is refused; never seen by the router", async () => {
    expect(await refusalOf("underscores", { x_workload_context: "{}" })).toMatch(/^400$|closed/);
  });
});
