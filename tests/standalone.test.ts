import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { type RunningGateway, startStandalone } from "@wa-routing/environments";
import { orderingComparisonSchema, runManifestSchema } from "@wa-routing/protocol";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checklistOf,
  type ProcessRow,
  reasonToSkipStandalone,
  standaloneRuns,
  untilGone,
  untilTrue,
  verdictOf,
} from "./standalone-runs.ts";

const missing = await reasonToSkipStandalone("tests/standalone.test.ts");
const { folder, run, begun } = standaloneRuns();

describe.skipIf(missing !== null)("on Envoy and the reference endpoint picker", () => {
  test("workload-aware passes; a busy machine may make it inconclusive, never a fail", async () => {
    const { dir, process } = run("workload-aware", "--scenario", "basic-priority", "--seed", "7");
    const { code, stderr } = await process.finished;
    expect([0, 3], stderr).toContain(code);
    expect(checklistOf(dir).checks.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    for (const id of ["functional.no-errors", "performance.all-complete", "observability.log-points"])
      expect(verdictOf(dir, id), id).toBe("pass");
    if (code === 3) globalThis.process.stderr.write(`inconclusive, at a load of ${loadavg()[0]?.toFixed(1)}\n`);
    const { gateway } = runManifestSchema.parse(JSON.parse(readFileSync(join(dir, "run.json"), "utf8")));
    expect(gateway.router).toMatchObject({ ordering: "workload-aware", envoy: expect.stringMatching(/^1\./) });
  }, 90_000);

  test("fcfs never passes, and is explained by fcfs", async () => {
    const { dir, process } = run("fcfs", "--ordering", "fcfs", "--scenario", "basic-priority", "--seed", "7");
    const { code } = await process.finished;
    expect([1, 3]).toContain(code);
    expect(verdictOf(dir, "functional.criticality-order")).not.toBe("pass");
    expect(readFileSync(join(dir, "report.md"), "utf8")).toContain("explained by fcfs");
  }, 90_000);

  test("the two orderings are told apart; a busy machine may leave it open, and neither is refuted by its own run", async () => {
    const { dir, process } = run("orderings", "--ordering", "workload-aware,fcfs", "--scenario", "basic-priority");
    const { code, stderr } = await process.finished;
    expect([0, 3], stderr).toContain(code);
    const { runs } = orderingComparisonSchema.parse(JSON.parse(readFileSync(join(dir, "orderings.json"), "utf8")));
    expect(runs.map(({ ordering }) => ordering)).toEqual(["workload-aware", "fcfs"]);
    for (const { ordering, fits } of runs) {
      const own = fits.find(({ policy }) => policy === ordering)?.fit;
      expect(own, ordering).not.toBe("refuted");
      if (code === 0) expect(own, ordering).toBe("explains");
    }
  }, 120_000);

  test.each([
    ["the endpoint picker", "epp"],
    ["Envoy", "envoy"],
  ])(
    "%s killed mid-run: exit 4, it is named, and what there is does not pass",
    async (name, program) => {
      const { dir, process, below } = await begun(`${program}-killed`);
      const victim = below.find((row) => row.name === program) as ProcessRow;
      globalThis.process.kill(victim.pid, "SIGKILL");
      const { code, stderr } = await process.finished;
      expect(stderr).toMatch(new RegExp(`the environment broke: ${name} ended \\(SIGKILL\\)`));
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(4);
      const { exitReason } = runManifestSchema.parse(JSON.parse(readFileSync(join(dir, "run.json"), "utf8")));
      expect(exitReason).toBe("environment-failed");
      expect(checklistOf(dir).verdict).not.toBe("pass");
      await untilGone(below);
    },
    60_000,
  );

  test.each(["SIGINT", "SIGKILL"] as const)(
    "%s: nothing is left running",
    async (signal) => {
      const { process, below } = await begun(signal);
      expect(below.map(({ name }) => name)).toEqual(expect.arrayContaining(["envoy", "epp"]));
      process.kill(signal);
      await process.finished;
      await untilGone(below);
    },
    60_000,
  );

  test("a second router killed mid-run: exit 4, and its route is named", async () => {
    const { dir, process } = run("fcfs-killed", "--scenario", "overhead");
    const requests = join(dir, "overhead", "requests.ndjson");
    await untilTrue("requests were sent", 30_000, () => existsSync(requests) && readFileSync(requests).length > 0);
    const below = descendantsOf(process.pid);
    const pickers = below.filter(({ name }) => name === "epp").map(({ pid }) => pid);
    expect(pickers).toHaveLength(2);
    globalThis.process.kill(Math.max(...pickers), "SIGKILL");
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the environment broke: on the route fcfs, the endpoint picker ended \(SIGKILL\)/);
    expect(code).toBe(4);
    expect(verdictOf(dir, "performance.overhead")).not.toBe("pass");
    await untilGone(below);
  }, 60_000);

  test("a configuration that the picker refuses is told, with the picker's own words", async () => {
    const config = join(folder.path, "own.yaml");
    writeFileSync(config, "kind: Nonsense\n");
    const { process } = run("own-config", "--epp-config", config, "--scenario", "basic-priority");
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the endpoint picker ended \(exit code 1\): [\s\S]*configuration/);
    expect(stderr).not.toMatch(/\n\s+at |stacktrace/);
    expect(code).toBe(4);
  }, 30_000);

  test("a picker that ends at once is told, with its last words", async () => {
    const { process } = run("no-picker", "--epp-bin", "/bin/false", "--scenario", "basic-priority");
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the endpoint picker ended \(exit code 1\)/);
    expect(code).toBe(4);
  }, 30_000);

  describe("headers over real HTTP", () => {
    let gateway: RunningGateway;
    const seen: string[] = [];
    beforeAll(async () => {
      gateway = await startStandalone();
      await gateway.watch({
        onArrivals: () => undefined,
        onLogChunk: (chunk) => void seen.push(Buffer.from(chunk).toString()),
        onGap: () => undefined,
      });
    }, 60_000);
    afterAll(async () => await gateway?.[Symbol.asyncDispose]());

    const send = async (id: string, headers: Record<string, string | string[]>, url = gateway.url) => {
      const {
        statusCode,
        headers: answered,
        body,
      } = await request(`${url}/v1/completions`, {
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
      await untilTrue(`the router logged ${id}`, 5000, () => line() !== undefined);
      return JSON.parse(line() as string) as Record<string, unknown>;
    };

    test.each([
      [
        "read",
        '{"workload_id":"checkout","criticality":5}',
        { workload_id: "checkout", criticality: 5, source: "header" },
      ],
      [
        "clamped",
        '{"workload_id":"checkout","criticality":9}',
        { workload_id: "checkout", criticality: 5, source: "clamped" },
      ],
      ["no-criticality", '{"workload_id":"checkout"}', { workload_id: "checkout", criticality: 1 }],
      ["float", '{"workload_id":"checkout","criticality":4.0}', { criticality: 3, source: "invalid" }],
      ["not-json", "checkout;5", { criticality: 3, source: "invalid" }],
      ["missing", null, { criticality: 3, source: "missing" }],
      [
        "joined",
        '{"workload_id":"a","criticality":5}, {"workload_id":"b","criticality":5}',
        { criticality: 3, source: "invalid" },
      ],
    ])("%s", async (id, value, expected) => {
      const answer = await send(id, value === null ? {} : { "X-Workload-Context": value });
      expect(answer).toEqual({ statusCode: 200, requestId: id });
      expect(await extractedOf(id)).toMatchObject(expected);
    });

    test("a second router serves, beside the router's log, as long as it is open", async () => {
      const route = await gateway.routes.fcfs?.();
      const url = route?.url as string;
      expect(await send("beside", {}, url)).toEqual({ statusCode: 200, requestId: "beside" });
      await route?.[Symbol.asyncDispose]();
      await expect(send("too-late", {}, url)).rejects.toThrow(/ECONNREFUSED/);
      expect(await send("after", {})).toEqual({ statusCode: 200, requestId: "after" });
      await extractedOf("after");
      expect(seen.join("")).not.toContain('"beside"');
      expect(gateway.failure()).toBeNull();
    }, 30_000);

    test("a header's name with underscores is refused by Envoy, as in the fork", async () => {
      await expect(send("underscores", { x_workload_context: "{}" })).rejects.toThrow(/closed/);
      expect(seen.join("")).not.toContain('"underscores"');
    });
  });
});
