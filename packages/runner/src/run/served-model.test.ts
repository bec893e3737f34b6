import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RequestRecord, requestsOf } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { afterEach, expect, test } from "vitest";
import { exitCodeOfError } from "../exit-code.ts";
import { madeUpGateway } from "./gateway.test-data.ts";
import { runScenarios } from "./run-scenarios.ts";
import { ServedModel } from "./served-model.ts";

const ending: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

/** A gateway that answers every request 404, and lists these models; null: it lists nothing. */
async function gatewayOf(names: readonly string[] | null) {
  const asked: string[] = [];
  const server = createServer((message, response) => {
    asked.push(`${message.method} ${message.url}`);
    const listed = message.url === "/v1/models" && names !== null;
    response.writeHead(listed ? 200 : 404, { "content-type": "application/json" });
    response.end(listed ? JSON.stringify({ data: names.map((id) => ({ id })) }) : '{"error":"model not found"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const answered = (status: number | null) => ({ status, errorText: "model not found" }) as RequestRecord;

test.each<[string, readonly string[] | null, RegExp]>([
  ["names what is served", ["llama", "qwen"], /^one of llama, qwen \(GET http/],
  ["says that nothing is listed", [], /lists none/],
  ["says that nothing is listed, where there is no list", null, /lists none/],
])("a first answer of 404 %s", async (_, names, expected) => {
  const model = new ServedModel(await gatewayOf(names), "lama");
  model.failIfNot();
  await Promise.all([model.see(answered(404)), model.see(answered(404))]);
  expect(() => model.failIfNot()).toThrow(
    expect.objectContaining({ code: "MODEL_NOT_SERVED", expected: expect.stringMatching(expected), value: "lama" }),
  );
});

test.each<[string, readonly (number | null)[]]>([
  ["another answer came first", [200, 404]],
  ["an error came first", [500, 404]],
  ["nothing was answered", [null, null]],
])("nothing is said of the model where %s", async (_, statuses) => {
  const { url, asked } = await gatewayOf(["llama"]);
  const model = new ServedModel({ url }, "lama");
  for (const status of statuses) await model.see(answered(status));
  expect(() => model.failIfNot()).not.toThrow();
  expect(asked).toEqual([]);
});

test.each([401, 403])("a first answer of %i names what is wrong with the token", async (status) => {
  const { url, asked } = await gatewayOf(["llama"]);
  const model = new ServedModel({ url }, "llama");
  await model.see(answered(status));
  expect(() => model.failIfNot()).toThrow(
    expect.objectContaining({
      code: "NOT_AUTHORIZED",
      message: `the gateway answered ${status} to the first request: model not found`,
      remedy: expect.stringContaining("--bearer-token-file"),
    }),
  );
  expect(asked).toEqual([]);
});

test("a model that is listed is not refused for a 404", async () => {
  const model = new ServedModel(await gatewayOf(["llama"]), "llama");
  await model.see(answered(404));
  expect(() => model.failIfNot()).not.toThrow();
});

test("a run with a wrong model ends with its first answers: wrong usage, not a failed check", async () => {
  const { url, asked } = await gatewayOf(["llama"]);
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-model-"));
  ending.push(() => rmSync(folder, { recursive: true }));
  const { gateway } = madeUpGateway({ address: { url } });
  const scenario = findScenario("basic-priority");
  const error: unknown = await runScenarios({
    scenarios: [scenario],
    startGateway: () => Promise.resolve(gateway),
    runDir: join(folder, "run"),
    seed: 1,
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "MODEL_NOT_SERVED", value: "m" });
  expect(exitCodeOfError(error)).toBe(2);
  const { prepare } = planScenario(scenario, { seed: 1 });
  const beforeDrain = prepare
    .slice(
      0,
      prepare.findIndex(({ step }) => step === "drain"),
    )
    .flatMap(requestsOf);
  // A drain waits for every answer, and for what is made of it.
  expect(asked.filter((request) => request.startsWith("POST")).length).toBeLessThanOrEqual(beforeDrain.length);
  expect(asked.filter((request) => request === "GET /v1/models")).toHaveLength(1);
});
